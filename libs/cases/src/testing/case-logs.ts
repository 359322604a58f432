import { aCustomer } from '#customers/testing';
import type { DomainEvent, RecordedEvent } from '#event-sourcing';
import { record } from '#event-sourcing/testing';
import fc from 'fast-check';
import type { CaseEvent } from '../case.events.js';
import type { CaseState } from '../case.state.js';
import { caseSteps, decideOrRefuse, stateAfter } from './case-steps.js';

const CUSTOMERS = [5, 6];
const CASES = [1, 2, 3];

/** Case 1 and case 3 are of customer 5, case 2 of customer 6. */
const customerOf = (caseId: number): number => (caseId % 2 === 1 ? 5 : 6);

const name = fc.constantFrom('Ada Lovelace', 'Ada King', 'Żofia Ó Briain');

/**
 * Logs of an organization with a few customers and cases, whose streams are mixed as they may be in life: customers
 * come first, change at any time, and cases go whatever way their commands take them, until they are deleted perhaps.
 */
export const caseLogs: fc.Arbitrary<readonly RecordedEvent[]> = fc
  .tuple(
    fc.array(
      fc.oneof(
        fc.record({ customer: fc.constantFrom(...CUSTOMERS), full_name: name }),
        fc.record({ caseId: fc.constantFrom(...CASES), deleted: fc.constantFrom('case' as const, 'check' as const) }),
        ...CASES.map((caseId) => caseSteps(caseId, customerOf(caseId)).map((step) => ({ caseId, step }))),
      ),
      { minLength: 1, maxLength: 40 },
    ),
  )
  .map(([steps]) => {
    const log: RecordedEvent[] = [];
    const revisions = new Map<string, number>();
    const add = (stream: string, event: DomainEvent): void => {
      const revision = (revisions.get(stream) ?? -1) + 1;
      revisions.set(stream, revision);
      log.push(record(event, { stream, revision, position: log.length, metadata: { occurred_at: timeOf(log.length) } }) as RecordedEvent);
    };

    for (const customer of CUSTOMERS) add(`customer-acme.${customer}`, aCustomer.created({ customer_id: customer, external_id: null }));
    const cases = new Map<number, CaseEvent[]>(CASES.map((caseId) => [caseId, []]));
    for (const step of steps) {
      if ('customer' in step) {
        add(`customer-acme.${step.customer}`, { type: 'customer-updated', data: { customer_id: step.customer, full_name: step.full_name } });
        continue;
      }
      const events = cases.get(step.caseId) ?? [];
      if (events.at(-1)?.type === 'case-deleted') continue;
      const state = stateAfter(events, step.caseId);
      const happened = 'deleted' in step ? deletedNow(step.deleted, state) : decideOrRefuse(step.step.decide, state);
      for (const event of happened) {
        events.push(event);
        add(`case-acme.${step.caseId}`, event);
      }
    }
    return log;
  });

/** What deletes a complete case, or the first of its checks. */
function deletedNow(what: 'case' | 'check', state: CaseState | undefined): readonly CaseEvent[] {
  if (state?.completed_at == null) return [];
  if (what === 'case') return [{ type: 'case-deleted', data: { customer_id: state.customer_id, successor_id: state.successor_id } }];
  const check = state.checks.find(({ deleted_at }) => deleted_at === null);
  return check ? [{ type: 'check-deleted', data: { check_id: check.id } }] : [];
}

const timeOf = (index: number): string => new Date(Date.UTC(2026, 0, 1) + index * 1_000).toISOString();
