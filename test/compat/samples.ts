import { type CaseDocument, caseResource, type CaseEvent, checkOfCase, checkResource, lastDocument, startedCaseResource } from '#cases';
import { aCase } from '#cases/testing';
import { customerAggregate, type CustomerEvent, customerResource, type CustomerState } from '#customers';
import { documentAggregate, type DocumentEvent, documentResource } from '#documents';
import { fold } from '#event-sourcing';
import { record } from '#event-sourcing/testing';
import { type ApiVersion, resourcePage } from '#http';
import type { FieldTable } from './field-table.js';
import { CASE, CHECK, CUSTOMER, DOCUMENT, pageOfTable, STARTED_CASE } from './field-tables.js';

const customerCreated: CustomerEvent = {
  type: 'customer-created',
  data: {
    customer_id: 5, external_id: 'crm-7', parent: null, full_name: 'Ada Lovelace', customer_type: 'INDIVIDUAL',
    input_details: { born: '1815-12-10' }, sync_platforms: [{ domain: 'acme.my.salesforce.com', id: '003A' }], delete_after: -1,
  },
};

const opened = aCase.created(4, {
  note: 'Seen in branch 12.', rfi: 'Please send us a proof of address.', webhook_url: 'https://example.com/webhooks', metadata: { desk: 'north' },
  sync_platforms: [{ domain: 'acme.my.salesforce.com', id: '500A' }], delete_after: 30, assignee: 'grace@example.com',
});

const decided = aCase.decided(0, 'REJECTED', 0.9);
const withReasons: CaseEvent = decided.type === 'check-decided'
  ? { ...decided, data: { ...decided.data, title: 'On a list', note: 'OFAC', reasoning: ['The same name.', 'The same birthday.'] } }
  : decided;

const complete = [
  opened, ...aCase.started(4), withReasons, aCase.decided(1, 'ACCEPTED', 0.1), aCase.submitted(0), aCase.skipped(2), aCase.failed(3), aCase.completed('REJECTED', 0.9),
];

const at = (position: number): { readonly occurred_at: string } => ({ occurred_at: new Date(Date.UTC(2026, 0, 2) + position * 1_000).toISOString() });

/** The case that these events make, of the one customer. */
function documentOf(events: readonly CaseEvent[]): CaseDocument {
  const customer = record(customerCreated, { stream: 'customer-acme.5', position: 0, metadata: at(0) });
  const ofCase = events.map((event, revision) =>
    record(event, { stream: 'case-acme.1', revision, position: revision + 1, metadata: at(revision + 1) }),
  );
  const document = lastDocument([customer, ...ofCase]);
  if (!document) throw new Error('These events make no case.');
  return document;
}

const uploaded: DocumentEvent = {
  type: 'document-uploaded',
  data: {
    document_id: 9, customer_id: 5, original_name: 'note.txt', content_type: 'text/plain', size: 5, linked_to: { kind: 'case', id: 1 }, delete_after: 30,
    sha256: '185f8db32271fe25f561a6fc938b2e264306ec304eda518007d1764826381969',
  },
};

/** A body as a version shows it, perhaps in a moment, and what the clients of that version know of such a body. */
export interface Sample {
  readonly body: unknown;
  readonly table: FieldTable;
}

/** Every shape that differs between versions, in states that show all of it, by the name of its golden file. */
export function samples(version: ApiVersion): Readonly<Record<string, Sample>> {
  const bare = documentOf([aCase.created(0)]);
  const waiting = documentOf([opened]);
  const running = documentOf([opened, ...aCase.started(4)]);
  const done = documentOf(complete);
  const known = fold(customerAggregate, [record(customerCreated, { stream: 'customer-acme.5' })]);
  if (!known) throw new Error('The events make no customer.');
  const blank = { ...known, external_id: null, full_name: null, customer_type: null, input_details: null, sync_platforms: [] };

  const document = fold(documentAggregate, [record(uploaded, { stream: 'document-acme.9' })]);
  if (!document) throw new Error('The events make no document.');

  const aCaseOf = (document: CaseDocument): Sample => ({ body: caseResource.show(version, document), table: CASE[version] });
  const aCheckOf = (document: CaseDocument): Sample => ({
    body: checkResource.show(version, checkOfCase(document, document.checks[0]?.id ?? 0)),
    table: CHECK[version],
  });
  const aCustomerOf = (state: CustomerState): Sample => ({ body: customerResource.show(version, state), table: CUSTOMER[version] });
  const page = { count: 51, next: 'https://casetrail.test/api/cases/?page=2', previous: null, results: [bare] };
  return {
    'case-bare': aCaseOf(bare),
    'case-waiting': aCaseOf(waiting),
    'case-running': aCaseOf(running),
    'case-complete': aCaseOf(done),
    'case-page': { body: resourcePage(caseResource, 'Page').show(version, page), table: pageOfTable(CASE[version]) },
    'case-started': { body: startedCaseResource.show(version, { document: running, action: 'started' }), table: STARTED_CASE[version] },
    'check-waiting': aCheckOf(running),
    'check-decided': aCheckOf(done),
    'document': { body: documentResource.show(version, { document, base64: async () => 'SGVsbG8=' }), table: DOCUMENT[version] },
    'customer': aCustomerOf(known),
    'customer-blank': aCustomerOf(blank),
  };
}
