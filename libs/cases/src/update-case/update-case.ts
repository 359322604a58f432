import { deleteAfterInput, syncPlatformsInput } from '#customers';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { CaseEvent } from '../case.events.js';
import { caseArchived, requireCase } from '../case.require.js';
import type { CaseState } from '../case.state.js';
import { externalIdInput } from '../external-id.js';
import { metadataInput } from '../metadata.input.js';
import { webhookUrlInput } from '../webhook-url.input.js';

/** The body of `PATCH /api/cases/{id}/`; contract, section 5. The list is closed: any other field is refused. */
export const updateCaseInput = z
  .strictObject({
    webhook_url: webhookUrlInput.nullable().optional(),
    delete_after: deleteAfterInput.optional(),
    metadata: metadataInput.nullable().optional(),
    sync_platforms: syncPlatformsInput.optional(),
    external_id: externalIdInput.optional(),
  })
  .meta({ id: 'UpdateCase', example: { webhook_url: 'https://example.com/webhooks', metadata: { desk: 'north' } } });

/** The body of `PATCH /api/cases/{id}/`, checked. */
export type UpdateCaseInput = z.output<typeof updateCaseInput>;

/**
 * Gives the fields that are there their new values, as a whole; those that have them already lead to nothing. The key of
 * an archived case is that of the case in its place: it stays.
 */
export function decideUpdateCase(input: UpdateCaseInput, before: CaseState | undefined): readonly CaseEvent[] {
  const state = requireCase(before);
  const changes = Object.entries(input).filter(
    ([field, value]) => value !== undefined && !isDeepStrictEqual(value, state[field as keyof UpdateCaseInput]),
  );
  if (changes.length === 0) return [];
  if (state.archived && changes.some(([field]) => field === 'external_id')) throw caseArchived();
  return [{ type: 'case-updated', data: { customer_id: state.customer_id, ...Object.fromEntries(changes) } }];
}
