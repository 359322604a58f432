import { customerCodec, type CustomerCard, type CustomerEvent, evolveCustomerCard } from '#customers';
import { categoryOf, type DocumentRef, type JsonObject, parseStreamName, type Projection, type Recorded } from '#event-sourcing';
import { searchWords } from '#read-store';
import { caseCodec, type CaseEvent } from './case.events.js';
import { type CaseState, evolveCase } from './case.state.js';
import { type CaseDocument, caseView } from './case.view.js';

/** What the read model keeps of a case: the canonical document, and what it is found by. */
export interface CaseReadModel extends CaseDocument {
  readonly customer_key: string;
  /** The revision of the customer's last event that went into this. */
  readonly customer_revision: number;
  readonly has_webhook: boolean;
  readonly search_words: readonly string[];
}

/** What the projection keeps of a customer, for the cases that are yet to come. */
interface KnownCustomer {
  readonly card: CustomerCard | null;
  readonly revision: number;
}

/** `acme.17`: a document's id, or the key of a customer in it. */
const keyOf = (org: string, id: number | string): string => `${org}.${id}`;

/** The case after one of its own events. */
export function applyCaseEvent(
  before: CaseReadModel | undefined,
  event: Recorded<CaseEvent>,
  customer: KnownCustomer,
): CaseReadModel | undefined {
  const state = evolveCase(before, event);
  if (!state) return undefined;
  return before ? { ...before, ...caseView(state, customer.card) } : newReadModel(state, customer);
}

/** The case after an event of its customer; one that went into it before changes nothing. */
export function applyCustomerEvent(before: CaseReadModel, event: Recorded<CustomerEvent>): CaseReadModel {
  if (event.revision <= before.customer_revision) return before;
  const customer = evolveCustomerCard(before.customer, event);
  return {
    ...before,
    customer,
    customer_revision: event.revision,
    search_words: searchWords(customer?.full_name, before.external_id),
  };
}

function newReadModel(state: CaseState, customer: KnownCustomer): CaseReadModel {
  return {
    ...caseView(state, customer.card),
    customer_key: keyOf(state.org, state.customer_id),
    customer_revision: customer.revision,
    has_webhook: state.webhook_url !== null,
    search_words: searchWords(customer.card?.full_name, state.external_id),
  };
}

const CASES = 'cases';
const CUSTOMERS = 'cases_customers';

/** Cases in the shape in which the API answers with them. */
export const casesProjection: Projection<CaseEvent | CustomerEvent> = {
  name: CASES,
  version: 1,
  collections: {
    [CASES]: [
      ['org', 'archived', 'id'],
      ['customer_key', 'archived', 'id'],
      ['org', 'archived', 'status', 'id'],
      ['org', 'archived', 'outcome', 'id'],
      ['org', 'archived', 'created_at', 'id'],
      ['org', 'archived', 'updated_at', 'id'],
      ['org', 'external_id', 'id'],
      ['org', 'assignee', 'id'],
      ['org', 'case_config', 'id'],
      ['org', 'archived', 'has_webhook', 'id'],
      ['org', 'search_words'],
    ],
    [CUSTOMERS]: [],
  },
  counts: [['org', 'archived']],
  sources: { case: caseCodec, customer: customerCodec },

  targets(event) {
    const key = documentId(event);
    if (!isCustomerEvent(event)) return [{ collection: CASES, id: key }];
    const known = { collection: CUSTOMERS, id: key };
    return event.type === 'customer-created'
      ? [known]
      : [known, { collection: CASES, where: { field: 'customer_key', equals: key } }];
  },

  reads: (event) =>
    event.type === 'case-created' ? [customerRef(event.metadata.org, event.data.customer_id)] : [],

  apply(document, event, ref, read) {
    if (ref.collection === CUSTOMERS) return applyToKnownCustomer(document, event as Recorded<CustomerEvent>);
    const before = document as unknown as CaseReadModel | undefined;
    if (isCustomerEvent(event)) return before && toJson(applyCustomerEvent(before, event));
    const customer = before
      ? { card: before.customer, revision: before.customer_revision }
      : knownCustomer(read, event);
    const after = applyCaseEvent(before, event, customer);
    return after && toJson(after);
  },
};

const customerRef = (org: string, id: number): DocumentRef => ({ collection: CUSTOMERS, id: keyOf(org, id) });

function knownCustomer(read: (ref: DocumentRef) => JsonObject | undefined, event: Recorded<CaseEvent>): KnownCustomer {
  const found = event.type === 'case-created' ? read(customerRef(event.metadata.org, event.data.customer_id)) : undefined;
  return (found as unknown as KnownCustomer | undefined) ?? { card: null, revision: -1 };
}

function applyToKnownCustomer(document: JsonObject | undefined, event: Recorded<CustomerEvent>): JsonObject {
  const before = document as unknown as KnownCustomer | undefined;
  return toJson({ card: evolveCustomerCard(before?.card ?? null, event), revision: event.revision });
}

function documentId(event: Recorded<CaseEvent | CustomerEvent>): string {
  const { org, id = '' } = parseStreamName(event.stream);
  return keyOf(org, id);
}

const isCustomerEvent = (event: Recorded<CaseEvent | CustomerEvent>): event is Recorded<CustomerEvent> =>
  categoryOf(event.stream) === 'customer';

const toJson = (value: CaseReadModel | KnownCustomer): JsonObject => value as unknown as JsonObject;
