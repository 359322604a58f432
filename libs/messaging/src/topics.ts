/** Where other services put their commands. */
export const COMMANDS_TOPIC = 'casetrail.commands';

/** The group of consumers that carries commands out. Its offset is kept under this name. */
export const COMMANDS_GROUP = 'commands';

/** Where each command's answer goes. */
export const REPLIES_TOPIC = 'casetrail.replies';
