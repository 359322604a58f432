import type { UpsertCustomerInput } from '#customers';
import { type CommandContext, uuidV5 } from '#event-sourcing';

/**
 * A customer that came without an `external_id` gets one that follows from the command: come again, the command finds the
 * customer that it made. Changing this makes commands that come again over an upgrade make a second one.
 */
export const withCustomerKey = (input: UpsertCustomerInput, { commandId }: CommandContext): UpsertCustomerInput => ({
  ...input,
  external_id: input.external_id ?? uuidV5(`customer/${commandId}`),
});
