import { type CommandContext, uuidV5 } from '#event-sourcing';

/**
 * The id of the client that a command registers: the same one each time that the command comes. Changing this makes a command
 * that comes again register another.
 */
export const clientIdOf = ({ commandId }: Pick<CommandContext, 'commandId'>): string => uuidV5(`client/${commandId}`);
