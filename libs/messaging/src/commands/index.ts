import { createCaseCommand } from './create-case.command.js';
import { decideCheckCommand } from './decide-check.command.js';
import { startCaseCommand } from './start-case.command.js';
import { upsertCustomerCommand } from './upsert-customer.command.js';

export { createCaseCommand, decideCheckCommand, startCaseCommand, upsertCustomerCommand };

/** Every command that other services give by message. */
export const commandContracts = [createCaseCommand, startCaseCommand, upsertCustomerCommand, decideCheckCommand] as const;
