import type { CustomerEvent } from '#customers';
import type { DomainEvent, RecordedEvent } from '#event-sourcing';
import { record } from '#event-sourcing/testing';
import fc from 'fast-check';
import type { CaseEvent } from '../case.events.js';
import { caseSteps, decideOrRefuse, stateAfter } from './case-steps.js';

const CUSTOMERS = [5, 6];
const CASES = [1, 2, 3];

/** Case 1 and case 3 are of customer 5, case 2 of customer 6. */
const customerOf = (caseId: number): number => (caseId % 2 === 1 ? 5 : 6);

const name = fc.constantFrom('Ada Lovelace', 'Ada King', 'Żofia Ó Briain');

/**
 * Logs of an organization with a few customers and cases, whose streams are mixed as they may be in life: customers
 * come first, change at any time, and cases go whatever way their commands take them.
 */
export const caseLogs: fc.Arbitrary<readonly RecordedEvent[]> = fc
  .tuple(
    fc.array(
      fc.oneof(
        fc.record({ customer: fc.constantFrom(...CUSTOMERS), full_name: name }),
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

    for (const customer of CUSTOMERS) add(`customer-acme.${customer}`, customerCreated(customer));
    const cases = new Map<number, CaseEvent[]>(CASES.map((caseId) => [caseId, []]));
    for (const step of steps) {
      if ('customer' in step) {
        add(`customer-acme.${step.customer}`, { type: 'customer-updated', data: { customer_id: step.customer, full_name: step.full_name } });
        continue;
      }
      const events = cases.get(step.caseId) ?? [];
      for (const event of decideOrRefuse(step.step.decide, stateAfter(events, step.caseId))) {
        events.push(event);
        add(`case-acme.${step.caseId}`, event);
      }
    }
    return log;
  });

const timeOf = (index: number): string => new Date(Date.UTC(2026, 0, 1) + index * 1_000).toISOString();

const customerCreated = (customer_id: number): CustomerEvent => ({
  type: 'customer-created',
  data: {
    customer_id,
    external_id: null,
    full_name: 'Ada',
    customer_type: 'INDIVIDUAL',
    input_details: null,
    sync_platforms: [],
    parent: null,
    delete_after: -1,
  },
});
