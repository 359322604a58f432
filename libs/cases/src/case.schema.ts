import { syncPlatform, customerType } from '#customers';
import { z } from 'zod';
import { checkType, outcome } from './check.types.js';

const time = z.iso.datetime().meta({ example: '2026-01-02T03:04:05.678Z' });
const id = z.int().positive();

const customerCard = z
  .object({
    id,
    full_name: z.string().nullable(),
    external_id: z.string().nullable(),
    customer_type: customerType.nullable(),
  })
  .meta({ id: 'CustomerCard' });

const checkFields = {
  check_type: checkType.nullable(),
  input_details: z.record(z.string(), z.json()).nullable(),
  risk_score: z.number().nullable(),
  title: z.string().nullable(),
  note: z.string().nullable(),
  reasoning: z.array(z.string()).readonly(),
  outcome: outcome.nullable(),
  status: z.enum(['PENDING', 'DECIDING', 'DECIDED', 'SUBMITTED', 'SKIPPED', 'ERROR']),
  delete_after: z.int(),
  created_at: time,
  updated_at: time,
};

/** A check within its case; contract, section 6. */
export const checkOfCaseSchema = z.object({ id, ...checkFields }).meta({ id: 'CheckOfCase' });

/** A check on its own; contract, section 6. */
export const checkSchema = z
  .object({
    id,
    case: z.object({ id, customer: customerCard.nullable(), outcome: outcome.nullable(), risk_score: z.number().nullable() }),
    ...checkFields,
  })
  .meta({ id: 'Check' });

/** A case; contract, section 5. */
export const caseSchema = z
  .object({
    id,
    external_id: z.string(),
    uuid: z.string().meta({ deprecated: true, description: 'The same as external_id.' }),
    customer: customerCard.nullable(),
    note: z.string().nullable(),
    risk_score: z.number().nullable(),
    outcome: outcome.nullable(),
    is_complete: z.boolean(),
    failed: z.boolean(),
    status: z.enum(['PENDING', 'PROCESSING', 'COMPLETED', 'ERROR']),
    created_at: time,
    updated_at: time,
    checks: z.array(checkOfCaseSchema).readonly(),
    rfi: z.null(),
    webhook_url: z.string().nullable(),
    delete_after: z.int(),
    assignee: z.string().nullable(),
    metadata: z.record(z.string(), z.json()).nullable(),
    sync_platforms: z.array(syncPlatform).readonly(),
    case_config: z.string().nullable(),
    parent_case_id: id.nullable(),
    archived: z.boolean().meta({ description: 'Whether it was restarted: another case with the same external_id has taken its place.' }),
    revision: z.int().nonnegative(),
  })
  .meta({ id: 'Case' });

/** A case that was asked to start. */
export const startedCaseSchema = z
  .object({ ...caseSchema.shape, action_taken: z.enum(['started', 'restarted', 'rescued', 'noop_already_running', 'noop_already_started']) })
  .meta({ id: 'StartedCase' });

/** One thing that happened to a case. */
export const historyEntrySchema = z
  .object({
    number: z.int().nonnegative().meta({ description: 'The number of the event in its stream, from 0; for a case, its revision.' }),
    source: z.enum(['case', 'customer']),
    event: z.string(),
    event_id: z.uuid(),
    occurred_at: time,
    actor: z.string(),
    on_behalf_of: z.string().nullable(),
    command_id: z.string(),
    causation_id: z.string(),
    correlation_id: z.string().meta({ description: 'The X-Request-Id of the request that it began with.' }),
    changes: z
      .array(z.object({ field: z.string(), old: z.json(), new: z.json() }))
      .readonly()
      .meta({ description: 'What the event changed in the case, field by field. Items of lists are named by their id.' }),
  })
  .meta({ id: 'HistoryEntry' });
