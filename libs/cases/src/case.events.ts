import { outcomeRules } from '#configs';
import { defineEvent, eventCodec, type EventOfCodec, type JsonObject } from '#event-sourcing';
import { API_VERSIONS } from '#http';
import { z } from 'zod';
import { checkType, outcome, riskScore } from './check.types.js';
import { shareholder, shareholdersOfVersion1 } from './shareholder.js';

const inputDetails = z.record(z.string(), z.json()).nullable().meta({ personal: true });
const freeText = z.string().meta({ personal: true });
const subject = { subject: 'customer_id' };

/** A check as it is added to a case. */
const addedCheck = z.object({
  check_id: z.int(),
  check_type: checkType.nullable(),
  input_details: inputDetails,
  document_ids: z.array(z.int()),
  delete_after: z.int(),
  /** Whether the case can be accepted only with a decision on it; null for a check that no config asked for. */
  required: z.boolean().nullable(),
  /** The name of whoever carries it out, where the check itself says so; else the organization's settings do. */
  provider: z.string().nullable(),
});

/** Version 1 knew no configs. */
const withoutConfig = (check: JsonObject): JsonObject => ({ required: null, provider: null, ...check });

const configVersion = z.object({ slug: z.string(), version: z.int().positive() });

/** What a case keeps of the config that `case_config` names, for ever. */
const pinnedConfig = z.object({
  version: z.int().positive(),
  outcome_rules: outcomeRules.nullable(),
  /** For a dual config: where the checks came from, and by which config children are made. */
  dual: z.object({ kyb: configVersion, kyc: z.string() }).nullable(),
});

/**
 * A case was opened for a customer. Version 1 had neither note nor request for information, which only clients of the
 * API's version 1 send, and knew no configs: `pinned_config` and what checks have of it are null in events from then.
 */
export const caseCreated = defineEvent(
  'case-created',
  z.object({
    case_id: z.int(),
    customer_id: z.int(),
    external_id: z.string(),
    note: freeText.nullable(),
    rfi: freeText.nullable(),
    webhook_url: z.string().nullable(),
    checks: z.array(addedCheck),
    document_ids: z.array(z.int()),
    case_config: z.string().nullable(),
    pinned_config: pinnedConfig.nullable(),
    parent_case_id: z.int().nullable(),
    /** Null: who is to work on the case says `case-assigned`, whose subject is that member. */
    assignee: z.string().nullable(),
    metadata: z.record(z.string(), z.json()).nullable().meta({ personal: true }),
    sync_platforms: z.array(z.object({ domain: z.string(), id: z.string() })),
    delete_after: z.int(),
    /** The version of the API in which the case was created, and in which its webhooks speak. */
    api_version: z.literal(API_VERSIONS),
  }),
  {
    ...subject,
    upcasters: [(data) => ({ note: null, rfi: null, pinned_config: null, ...data, checks: (data.checks as readonly JsonObject[]).map(withoutConfig) })],
  },
);

/** Work on a case began. */
export const caseStarted = defineEvent('case-started', z.object({}));

/** A case got one more check. Version 1 knew no configs. */
export const checkAdded = defineEvent('check-added', z.object({ customer_id: z.int(), check: addedCheck }), {
  ...subject,
  upcasters: [(data) => ({ ...data, check: withoutConfig(data.check as JsonObject) })],
});

/** A check waits for a decision from now on. Version 1 did not name the customer: `customer_id` is null in events from then. */
export const checkRequested = defineEvent(
  'check-requested',
  z.object({ customer_id: z.int().nullable(), check_id: z.int(), check_type: checkType.nullable() }),
  { upcasters: [(data) => ({ customer_id: null, ...data })] },
);

/** A check was decided, for the first time or anew. Version 1 took any objects for shareholders; those that are none are left out. */
export const checkDecided = defineEvent(
  'check-decided',
  z.object({
    customer_id: z.int(),
    check_id: z.int(),
    outcome,
    risk_score: riskScore.nullable(),
    title: freeText.nullable(),
    note: freeText.nullable(),
    reasoning: z.array(freeText),
    shareholders: z.array(shareholder).nullable().meta({ personal: true }),
  }),
  { ...subject, upcasters: [(data) => ({ ...data, shareholders: shareholdersOfVersion1(data.shareholders) })] },
);

/** A check is not needed after all. */
export const checkSkipped = defineEvent(
  'check-skipped',
  z.object({ customer_id: z.int(), check_id: z.int(), reason: freeText }),
  subject,
);

/** A check could not be carried out. */
export const checkFailed = defineEvent(
  'check-failed',
  z.object({ customer_id: z.int(), check_id: z.int(), reason: freeText }),
  subject,
);

/** Some of a case's settings changed: the fields that are there have these new values. */
export const caseUpdated = defineEvent(
  'case-updated',
  z.object({
    customer_id: z.int(),
    external_id: z.string().optional(),
    webhook_url: z.string().nullable().optional(),
    delete_after: z.int().optional(),
    metadata: z.record(z.string(), z.json()).nullable().meta({ personal: true }).optional(),
    sync_platforms: z.array(z.object({ domain: z.string(), id: z.string() })).optional(),
  }),
  subject,
);

/** A case became the work of a member, whose e-mail address is `assignee`; both null: of nobody any more. */
export const caseAssigned = defineEvent(
  'case-assigned',
  z.object({ member_id: z.int().nullable(), assignee: freeText.nullable() }),
  { subject: 'member_id' },
);

/** Somebody noted something about a case. */
export const noteAdded = defineEvent('note-added', z.object({ customer_id: z.int(), note: freeText }), subject);

/** A case was decided as a whole, for the first time or anew, whatever its checks come to. */
export const caseDecided = defineEvent(
  'case-decided',
  z.object({ customer_id: z.int(), outcome, risk_score: riskScore.nullable(), note: freeText }),
  subject,
);

/** A case that had got stuck begins anew: what has not come to its end is asked for again. */
export const caseRescued = defineEvent('case-rescued', z.object({}));

const result = { outcome: outcome.nullable(), risk_score: riskScore.nullable() };

/**
 * Every check of a started case has come to its end, and every child case has. A child's event names its parent. Version 1
 * knew no children.
 */
export const caseCompleted = defineEvent('case-completed', z.object({ ...result, parent_case_id: z.int().nullable() }), {
  upcasters: [(data) => ({ parent_case_id: null, ...data })],
});

/** A later decision, on a check or on the case itself, changed what a completed case had come to. */
export const caseOutcomeChanged = defineEvent('case-outcome-changed', z.object(result));

/** The outcome left the service and was taken: `case_revision` is that of the event that told it. */
export const outcomeSubmitted = defineEvent('outcome-submitted', z.object({ case_revision: z.int().nonnegative() }));

/** What became of the outcome in another system; `reason` says why it did not get there. */
export const platformSyncRecorded = defineEvent(
  'platform-sync-recorded',
  z.object({
    domain: z.string(),
    id: z.string(),
    case_revision: z.int().nonnegative(),
    synced: z.boolean(),
    reason: z.string().nullable(),
  }),
);

/** A finished case was restarted: the case with this id takes its place, and nothing is decided about it any more. */
export const caseArchived = defineEvent('case-archived', z.object({ successor_id: z.int().positive() }));

/**
 * A decision named shareholders who have no case yet: each gets one, by this version of a config. The ids stand here, so that
 * whoever makes them, and however often, there is one of each. `shareholder` is the place in the decision, from 0.
 */
export const childCasesPlanned = defineEvent(
  'child-cases-planned',
  z.object({
    check_id: z.int(),
    case_config: configVersion,
    children: z.array(z.object({ shareholder: z.int().nonnegative(), customer_id: z.int().positive(), case_id: z.int().positive() })).min(1),
  }),
);

/** A child case is complete. */
export const childCaseCompleted = defineEvent('child-case-completed', z.object({ case_id: z.int().positive() }));

/**
 * A check of a complete case was kept for as long as it may be: of what was known of it only its type and what came of it
 * stay, because the case's outcome follows from it.
 */
export const checkDeleted = defineEvent('check-deleted', z.object({ check_id: z.int() }));

/** A case was kept for as long as it may be. The last event of its stream; an archived case names the one in its place. */
export const caseDeleted = defineEvent('case-deleted', z.object({ customer_id: z.int(), successor_id: z.int().positive().nullable() }));

/** Every event of a case's stream. */
export const caseCodec = eventCodec([
  caseCreated,
  caseStarted,
  checkAdded,
  checkRequested,
  checkDecided,
  checkSkipped,
  checkFailed,
  caseUpdated,
  caseAssigned,
  noteAdded,
  caseDecided,
  caseRescued,
  caseCompleted,
  caseOutcomeChanged,
  outcomeSubmitted,
  platformSyncRecorded,
  caseArchived,
  childCasesPlanned,
  childCaseCompleted,
  checkDeleted,
  caseDeleted,
]);

/** An event of a case's stream. */
export type CaseEvent = EventOfCodec<typeof caseCodec>;
