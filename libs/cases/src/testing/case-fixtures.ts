import type { CaseEvent } from '../case.events.js';
import { checkId } from '../check-ids.js';
import type { Outcome } from '../check.types.js';

type Of<Type extends CaseEvent['type']> = Extract<CaseEvent, { type: Type }>;

/** Events for specs of case 1 of customer 5; the nth check (from 0) has the id that the case gives it. */
export const aCase = {
  created: (checks = 2, data: Partial<Of<'case-created'>['data']> = {}): CaseEvent => ({
    type: 'case-created',
    data: {
      case_id: 1,
      customer_id: 5,
      external_id: 'loan-1',
      note: null,
      rfi: null,
      webhook_url: null,
      checks: Array.from({ length: checks }, (_, index) => ({
        check_id: checkId(1, index),
        check_type: index % 2 === 0 ? 'PEP' : 'SANCTION',
        input_details: null,
        document_ids: [],
        delete_after: -1,
        required: null,
        provider: null,
      })),
      document_ids: [],
      case_config: null,
      pinned_config: null,
      parent_case_id: null,
      assignee: null,
      metadata: null,
      sync_platforms: [],
      delete_after: -1,
      api_version: 3,
      ...data,
    },
  }),
  /** Started, with every check of a case of this many asked for. */
  started: (checks = 2): CaseEvent[] => [
    { type: 'case-started', data: {} },
    ...Array.from({ length: checks }, (_, index) => aCase.requested(index)),
  ],
  requested: (index: number): CaseEvent => ({
    type: 'check-requested',
    data: { customer_id: 5, check_id: checkId(1, index), check_type: index % 2 === 0 ? 'PEP' : 'SANCTION' },
  }),
  decided: (index: number, outcome: Outcome, risk_score: number | null = null): CaseEvent => ({
    type: 'check-decided',
    data: {
      customer_id: 5,
      check_id: checkId(1, index),
      outcome,
      risk_score,
      title: null,
      note: null,
      reasoning: [],
      shareholders: null,
    },
  }),
  skipped: (index: number): CaseEvent => ({
    type: 'check-skipped',
    data: { customer_id: 5, check_id: checkId(1, index), reason: 'not needed' },
  }),
  failed: (index: number): CaseEvent => ({
    type: 'check-failed',
    data: { customer_id: 5, check_id: checkId(1, index), reason: 'no answer' },
  }),
  completed: (outcome: Outcome | null, risk_score: number | null = null): CaseEvent => ({
    type: 'case-completed',
    data: { outcome, risk_score, parent_case_id: null },
  }),
  outcomeChanged: (outcome: Outcome | null, risk_score: number | null = null): CaseEvent => ({
    type: 'case-outcome-changed',
    data: { outcome, risk_score },
  }),
  updated: (changes: Omit<Of<'case-updated'>['data'], 'customer_id'>): CaseEvent => ({ type: 'case-updated', data: { customer_id: 5, ...changes } }),
  assigned: (member: { readonly id: number; readonly email: string } | null): CaseEvent => ({
    type: 'case-assigned',
    data: { member_id: member?.id ?? null, assignee: member?.email ?? null },
  }),
  noted: (note: string): CaseEvent => ({ type: 'note-added', data: { customer_id: 5, note } }),
  caseDecided: (outcome: Outcome, risk_score: number | null = null, note = 'a person has looked'): CaseEvent => ({
    type: 'case-decided',
    data: { customer_id: 5, outcome, risk_score, note },
  }),
  rescued: (): CaseEvent => ({ type: 'case-rescued', data: {} }),
  archived: (successor_id: number): CaseEvent => ({ type: 'case-archived', data: { successor_id } }),
  checkDeleted: (index: number): CaseEvent => ({ type: 'check-deleted', data: { check_id: checkId(1, index) } }),
  deleted: (successor_id: number | null = null): CaseEvent => ({ type: 'case-deleted', data: { customer_id: 5, successor_id } }),
  submitted: (case_revision: number): CaseEvent => ({ type: 'outcome-submitted', data: { case_revision } }),
};
