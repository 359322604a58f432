import type { ByVersion } from '#http';
import { type FieldTable, type FieldType, listOf, orNull } from './field-table.js';

const OUTCOME = 'ACCEPTED|REJECTED|PENDING';
const PROGRESS = 'PENDING|PROCESSING|COMPLETED|ERROR';
const CHECK_STATUS = 'PENDING|DECIDING|DECIDED|SUBMITTED|SKIPPED|ERROR';
const ACTION = 'started|restarted|rescued|noop_already_running|noop_already_started';

const customerCard = { id: 'integer', full_name: orNull('text'), external_id: orNull('text'), customer_type: orNull('INDIVIDUAL|COMPANY') };
const times = { created_at: 'time', updated_at: 'time' };
const rfi = { title: 'text', body: 'text', details: 'object' };

const checkFields = (reasoning: FieldType, outcome: FieldType, status: FieldType): FieldTable => ({
  check_type: orNull('text'),
  input_details: orNull('object'),
  risk_score: orNull('number'),
  title: orNull('text'),
  note: orNull('text'),
  reasoning,
  outcome,
  status,
  delete_after: 'integer',
  ...times,
});

const CHECK_FIELDS_V1 = checkFields(orNull('text'), OUTCOME, PROGRESS);
const CHECK_FIELDS = checkFields(listOf('text'), orNull(OUTCOME), CHECK_STATUS);
const checkOfCase = (fields: FieldTable): FieldTable => ({ id: 'integer', ...fields });

/** A check on its own; contract, section 6. */
export const CHECK: ByVersion<FieldTable> = {
  1: { id: 'integer', case: { id: 'integer', customer: customerCard, outcome: OUTCOME, risk_score: orNull('number') }, ...CHECK_FIELDS_V1 },
  2: { id: 'integer', case: { id: 'integer', customer: customerCard, outcome: orNull(OUTCOME), risk_score: orNull('number') }, ...CHECK_FIELDS },
  3: { id: 'integer', case: { id: 'integer', customer: customerCard, outcome: orNull(OUTCOME), risk_score: orNull('number') }, ...CHECK_FIELDS },
};

/** A case; contract, sections 1 and 5. */
export const CASE: ByVersion<FieldTable> = {
  1: {
    id: 'integer',
    customer: customerCard,
    notes: orNull('text'),
    risk_score: orNull('number'),
    outcome: OUTCOME,
    status: PROGRESS,
    ...times,
    checks: listOf(checkOfCase(CHECK_FIELDS_V1)),
    rfi: orNull('text'),
    webhook_url: orNull('text'),
    delete_after: 'integer',
  },
  2: {
    id: 'integer',
    customer: customerCard,
    note: orNull('text'),
    risk_score: orNull('number'),
    outcome: orNull(OUTCOME),
    is_complete: 'boolean',
    failed: 'boolean',
    ...times,
    checks: listOf(checkOfCase(CHECK_FIELDS)),
    rfi: orNull(rfi),
    webhook_url: orNull('text'),
    delete_after: 'integer',
    case_config: orNull('text'),
    parent_case_id: orNull('integer'),
  },
  3: {
    id: 'integer',
    external_id: 'text',
    uuid: 'text',
    customer: customerCard,
    note: orNull('text'),
    risk_score: orNull('number'),
    outcome: orNull(OUTCOME),
    is_complete: 'boolean',
    failed: 'boolean',
    status: PROGRESS,
    ...times,
    checks: listOf(checkOfCase(CHECK_FIELDS)),
    rfi: orNull(rfi),
    webhook_url: orNull('text'),
    delete_after: 'integer',
    assignee: orNull('text'),
    metadata: orNull('object'),
    sync_platforms: listOf({ domain: 'text', id: 'text' }),
    case_config: orNull('text'),
    parent_case_id: orNull('integer'),
    archived: 'boolean',
    revision: 'integer',
  },
};

/** A case that was asked to start. */
export const STARTED_CASE: ByVersion<FieldTable> = {
  1: { ...CASE[1], action_taken: ACTION },
  2: { ...CASE[2], action_taken: ACTION },
  3: { ...CASE[3], action_taken: ACTION },
};

const profile = {
  id: 'integer',
  external_id: orNull('text'),
  full_name: orNull('text'),
  customer_type: orNull('INDIVIDUAL|COMPANY'),
  input_details: orNull('object'),
};

/** A customer; contract, section 4. */
export const CUSTOMER: ByVersion<FieldTable> = {
  1: { ...profile, delete_after: 'integer', ...times },
  2: { ...profile, parent: orNull('integer'), delete_after: 'integer', ...times },
  3: { ...profile, sync_platforms: listOf({ domain: 'text', id: 'text' }), parent: orNull('integer'), delete_after: 'integer', ...times },
};

const document = {
  id: 'integer',
  original_name: 'text',
  content_type: 'text',
  size: 'integer',
  sha256: 'text',
  case: orNull('integer'),
  check: orNull('integer'),
  customer: orNull('integer'),
  delete_after: 'integer',
  ...times,
};

/** A document; contract, section 7. */
export const DOCUMENT: ByVersion<FieldTable> = { 1: { ...document, file: 'text' }, 2: document, 3: document };

/** A page of a list; contract, section 2. */
export const pageOfTable = (item: FieldTable): FieldTable => ({ count: 'integer', next: orNull('text'), previous: orNull('text'), results: listOf(item) });
