import { type CustomerCard, type CustomerEvent, evolveCustomerCard } from '#customers';
import type { Recorded } from '#event-sourcing';
import type { CaseEvent } from './case.events.js';
import { type CaseState, evolveCase } from './case.state.js';
import { type CaseDocument, caseView } from './case.view.js';

/** An event of a case's stream or of its customer's. */
export type CaseOrCustomerEvent = Recorded<CaseEvent> | Recorded<CustomerEvent>;

/** A case right after one of the events that made it what it is. */
export interface CaseMoment {
  readonly event: CaseOrCustomerEvent;
  /** The document, once the case is there. */
  readonly document: CaseDocument | undefined;
}

/** Goes through events of a case and its customer, in the order of the log, and shows the case after each. */
export function* replayCase(events: readonly CaseOrCustomerEvent[]): Generator<CaseMoment> {
  let state: CaseState | undefined;
  let customer: CustomerCard | null = null;
  for (const event of events) {
    if (isCustomerEvent(event)) customer = evolveCustomerCard(customer, event);
    else state = evolveCase(state, event);
    yield { event, document: state && caseView(state, customer) };
  }
}

/** The case after the last of these events; undefined when they do not make one. */
export function lastDocument(events: readonly CaseOrCustomerEvent[]): CaseDocument | undefined {
  let last: CaseDocument | undefined;
  for (const { document } of replayCase(events)) last = document;
  return last;
}

/** Tells the two kinds of events apart. */
export const isCustomerEvent = (event: CaseOrCustomerEvent): event is Recorded<CustomerEvent> =>
  event.type === 'customer-created' || event.type === 'customer-updated' || event.type === 'customer-deleted';
