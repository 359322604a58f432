import { caseCodec, type CaseEvent, caseIdOfCheck } from '#cases';
import { customerCodec, type CustomerEvent } from '#customers';
import { documentCodec, type LinkTarget } from '#documents';
import { type DocumentRef, type JsonObject, parseStreamName, type Projection, type ProjectionTarget, type ReadDocument, type Recorded } from '#event-sourcing';
import { retainedCase, retainedCustomer, retainedDocument } from './evolve-retained.js';
import { type Owner, evolveOwner } from './owner.js';
import type { Retained, RetainedCase, RetainedCustomer, RetainedDocument, RetentionEvent } from './retained.js';

/** The name of the read model. */
export const RETENTION = 'retention';
const OWNERS = 'retention_owners';

/** What is kept until when: whatever there is that may be deleted one day, and what documents go with. */
export const retentionProjection: Projection<RetentionEvent> = {
  name: RETENTION,
  version: 1,
  collections: { [RETENTION]: [['due_at', 'id'], ['owner_key'], ['check_key']], [OWNERS]: [] },
  sources: { case: caseCodec, customer: customerCodec, document: documentCodec },

  targets(event) {
    const key = keyOfStream(event.stream);
    const entry = { collection: RETENTION, id: key };
    switch (event.type) {
      case 'case-created':
      case 'case-deleted':
        return [entry, entryOf('customer', event.metadata.org, event.data.customer_id), ...withDocuments(key)];
      case 'case-completed':
      case 'case-archived':
        return [entry, ...withDocuments(key)];
      case 'customer-deleted':
        return [entry, ...withDocuments(key)];
      case 'check-deleted': {
        const checkKey = keyOf('check', event.metadata.org, event.data.check_id);
        return [entry, { collection: OWNERS, id: checkKey }, { collection: RETENTION, where: { field: 'check_key', equals: checkKey } }];
      }
      case 'check-added':
        return [entry, { collection: RETENTION, where: { field: 'check_key', equals: keyOf('check', event.metadata.org, event.data.check.check_id) } }];
      case 'case-updated':
        return event.data.delete_after === undefined ? [] : [entry];
      case 'check-decided':
      case 'check-skipped':
      case 'check-failed':
      case 'customer-created':
      case 'customer-updated':
      case 'document-uploaded':
      case 'document-claimed':
      case 'document-deleted':
        return [entry];
      default:
        return [];
    }
  },

  reads: (event) =>
    event.type === 'document-uploaded' || event.type === 'document-claimed' ? ownersOf(event.metadata.org, event.data.linked_to) : [],

  apply(document, event, ref, read) {
    if (ref.collection === OWNERS) return toJson(evolveOwner(document as unknown as Owner | undefined, event));
    const entry = document as unknown as Retained | undefined;
    switch (ref.id.slice(0, ref.id.indexOf('.'))) {
      case 'case':
        return toJson(retainedCase(entry as RetainedCase | undefined, event as Recorded<CaseEvent>));
      case 'customer':
        return toJson(retainedCustomer(entry as RetainedCustomer | undefined, event as Recorded<CaseEvent | CustomerEvent>));
      default:
        return toJson(retainedDocument(entry as RetainedDocument | undefined, event, linkIn(event, read)));
    }
  },
};

/** What a document belongs to from this event on, and what has become of that; undefined when the event does not say. */
function linkIn(event: Recorded<RetentionEvent>, read: ReadDocument): Parameters<typeof retainedDocument>[2] {
  if (event.type !== 'document-uploaded' && event.type !== 'document-claimed') return undefined;
  const [owner, check] = ownersOf(event.metadata.org, event.data.linked_to);
  const known = (ref: DocumentRef | undefined): Owner | undefined => ref && (read(ref) as unknown as Owner | undefined);
  return { owner_key: owner?.id ?? null, check_key: check?.id ?? null, owner: known(owner), check: known(check) };
}

/** What a document goes with: first the case or the customer, then, if it belongs to a check, that. */
function ownersOf(org: string, target: LinkTarget | null): readonly DocumentRef[] {
  if (target === null) return [];
  const { kind, id } = target;
  const keys = kind === 'check' ? [keyOf('case', org, caseIdOfCheck(id)), keyOf('check', org, id)] : [keyOf(kind, org, id)];
  return keys.map((key) => ({ collection: OWNERS, id: key }));
}

/** Those that go with a case or a customer, and what is remembered of it for those that come later. */
const withDocuments = (key: string): readonly ProjectionTarget[] => [
  { collection: OWNERS, id: key },
  { collection: RETENTION, where: { field: 'owner_key', equals: key } },
];

const keyOf = (kind: string, org: string, id: number | string): string => `${kind}.${org}.${id}`;

const entryOf = (kind: string, org: string, id: number): DocumentRef => ({ collection: RETENTION, id: keyOf(kind, org, id) });

function keyOfStream(stream: string): string {
  const { category, org, id = '' } = parseStreamName(stream);
  return keyOf(category, org, id);
}

const toJson = (value: Retained | Owner | undefined): JsonObject | undefined => value as unknown as JsonObject | undefined;
