import { customerCodec, type CustomerEvent, customerStream } from '#customers';
import type { EventStore, Recorded } from '#event-sourcing';
import { caseCodec, type CaseEvent } from './case.events.js';
import { type CaseOrCustomerEvent } from './case.replay.js';
import { caseStream } from './case.state.js';

/**
 * Everything that ever happened to a case and its customer, in the order of the log; nothing when there is no such case.
 * Needs the log alone, so that it works on a copy of it, too.
 */
export async function readTrail(store: EventStore, org: string, id: number): Promise<readonly CaseOrCustomerEvent[]> {
  const events = await readCaseEvents(store, org, id, 0);
  const [first] = events;
  if (first?.type !== 'case-created') return [];
  const customer = await readCustomerEvents(store, org, first.data.customer_id, 0);
  return [...events, ...customer].sort((a, b) => (a.position < b.position ? -1 : 1));
}

/** What happened to a case, from a revision on. */
export async function readCaseEvents(store: EventStore, org: string, id: number, from: number): Promise<Recorded<CaseEvent>[]> {
  const events = await store.readStream(caseStream(org, id), { from });
  return events.map((event) => caseCodec.decode(event));
}

/** What happened to a customer, from a revision on. */
export async function readCustomerEvents(store: EventStore, org: string, id: number, from: number): Promise<Recorded<CustomerEvent>[]> {
  const events = await store.readStream(customerStream(org, id), { from });
  return events.map((event) => customerCodec.decode(event));
}
