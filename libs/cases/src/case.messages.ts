import { CASE_COMPLETED, messageContract } from '#broker';
import { z } from 'zod';
import { checkType, outcome, riskScore } from './check.types.js';

const id = z.int().positive();
const ofCase = { case_id: id };
const result = { outcome: outcome.nullable(), risk_score: riskScore.nullable() };

/** A case was opened. */
export const caseCreatedMessage = messageContract(
  'casetrail.case.created.v1',
  z.object({ ...ofCase, customer_id: id, external_id: z.string() }).meta({ id: 'CaseCreated' }),
  { summary: 'A case was opened for a customer.', example: { case_id: 17, customer_id: 5, external_id: 'loan-2026-17' } },
);

/** Work on a case began. */
export const caseStartedMessage = messageContract('casetrail.case.started.v1', z.object(ofCase).meta({ id: 'CaseStarted' }), {
  summary: 'Work on a case began; a message for each check that is wanted follows.',
  example: { case_id: 17 },
});

/** What is known of a case beside its checks is no longer what it was. */
export const caseUpdatedMessage = messageContract(
  'casetrail.case.updated.v1',
  z
    .object({
      ...ofCase,
      changed: z
        .array(z.enum(['external_id', 'webhook_url', 'delete_after', 'metadata', 'sync_platforms', 'assignee']))
        .meta({ description: 'The fields that have other values now. Ask the API for the values.' }),
    })
    .meta({ id: 'CaseUpdated' }),
  { summary: 'Some of the settings of a case changed, or who works on it.', example: { case_id: 17, changed: ['external_id'] } },
);

/** A check waits for whoever can decide it. */
export const checkRequestedMessage = messageContract(
  'casetrail.check.requested.v1',
  z
    .object({
      ...ofCase,
      check_id: id,
      check_type: checkType.nullable(),
      customer_id: id.nullable().meta({ description: 'Null for a check that was requested before release 0.2.0: ask for the case.' }),
    })
    .meta({ id: 'CheckRequested' }),
  {
    summary: 'A check waits for a decision. Whoever decides checks of this type asks the API for what else it needs.',
    example: { case_id: 17, check_id: 2176, check_type: 'SANCTION', customer_id: 5 },
  },
);

/** A check was decided. */
export const checkDecidedMessage = messageContract(
  'casetrail.check.decided.v1',
  z.object({ ...ofCase, check_id: id, outcome, risk_score: riskScore.nullable() }).meta({ id: 'CheckDecided' }),
  {
    summary: 'A check was decided, for the first time or anew.',
    example: { case_id: 17, check_id: 2176, outcome: 'ACCEPTED', risk_score: 0.1 },
  },
);

/** A case has an outcome. */
export const caseCompletedMessage = messageContract(
  CASE_COMPLETED,
  z.object({ ...ofCase, ...result }).meta({ id: 'CaseCompleted' }),
  {
    summary: 'A case is complete, or a later decision changed the outcome of one that is. The message with the highest sequence holds.',
    example: { case_id: 17, outcome: 'ACCEPTED', risk_score: 0.1 },
  },
);

/** A case was restarted. */
export const caseArchivedMessage = messageContract(
  'casetrail.case.archived.v1',
  z.object({ ...ofCase, successor_id: id }).meta({ id: 'CaseArchived' }),
  {
    summary: 'A finished case was restarted: another one with the same external_id takes its place, of which messages of its own tell.',
    example: { case_id: 17, successor_id: 42 },
  },
);

/** A case is no more. */
export const caseDeletedMessage = messageContract(
  'casetrail.case.deleted.v1',
  z.object({ ...ofCase, customer_id: id }).meta({ id: 'CaseDeleted' }),
  {
    summary: 'A case was deleted, with its checks and documents, because it was kept for as long as it may be. Whoever keeps a copy deletes it, too.',
    example: { case_id: 17, customer_id: 5 },
  },
);

/** Every message about a case. */
export const caseMessages = [
  caseCreatedMessage,
  caseStartedMessage,
  caseUpdatedMessage,
  checkRequestedMessage,
  checkDecidedMessage,
  caseCompletedMessage,
  caseArchivedMessage,
  caseDeletedMessage,
] as const;
