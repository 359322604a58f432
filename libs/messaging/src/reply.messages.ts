import { messageContract } from '#broker';
import { problemSchema } from '#http';
import { z } from 'zod';
import { commandContracts, createCaseCommand, decideCheckCommand, startCaseCommand, upsertCustomerCommand } from './commands/index.js';

const command_id = z.string().meta({ description: 'The `ce_id` of the command.' });

const succeeded = <Type extends string, Result extends z.ZodType>(command: { readonly type: Type; readonly result: Result }) =>
  z.object({ command_id, command_type: z.literal(command.type), result: command.result });

/** A command was carried out. */
export const commandSucceededMessage = messageContract(
  'casetrail.command.succeeded.v1',
  z
    .discriminatedUnion('command_type', [
      succeeded(createCaseCommand),
      succeeded(startCaseCommand),
      succeeded(upsertCustomerCommand),
      succeeded(decideCheckCommand),
    ])
    .meta({ id: 'CommandSucceeded' }),
  {
    summary: 'A command was carried out, now or when it came for the first time.',
    example: { command_id: 'decision-4711', command_type: decideCheckCommand.type, result: decideCheckCommand.resultExample },
  },
);

/** A command was refused. */
export const commandFailedMessage = messageContract(
  'casetrail.command.failed.v1',
  z
    .object({
      command_id,
      command_type: z.enum(commandContracts.map(({ type }) => type)),
      problem: problemSchema,
    })
    .meta({ id: 'CommandFailed' }),
  {
    summary: 'A command was refused and changed nothing: the same message would be refused for ever. The problem is what HTTP says.',
    example: {
      command_id: 'decision-4711',
      command_type: decideCheckCommand.type,
      problem: {
        type: 'urn:casetrail:problem:check_not_found',
        title: 'Not Found',
        status: 404,
        detail: 'Not found.',
        code: 'check_not_found',
        request_id: 'decision-4711',
      },
    },
  },
);

/** Every message that answers a command. */
export const replyMessages = [commandSucceededMessage, commandFailedMessage] as const;
