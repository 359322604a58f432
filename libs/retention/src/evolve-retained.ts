import type { CaseEvent } from '#cases';
import type { CustomerEvent } from '#customers';
import type { Recorded } from '#event-sourcing';
import { type Owner, successorKey } from './owner.js';
import { type RetainedCase, type RetainedCustomer, type RetainedDocument, type RetentionEvent, withDueAt } from './retained.js';

type RetainedCheck = RetainedCase['checks'][number];

/** A case after one more of its events; undefined once it is deleted. */
export function retainedCase(before: RetainedCase | undefined, event: Recorded<CaseEvent>): RetainedCase | undefined {
  const at = event.metadata.occurred_at;
  if (event.type === 'case-created') {
    const { case_id: id, delete_after, checks } = event.data;
    return withDueAt({ kind: 'case', org: event.metadata.org, id, due_at: null, completed_at: null, delete_after, checks: checks.map(newCheck) });
  }
  if (!before) return undefined;
  switch (event.type) {
    case 'check-added':
      return withDueAt({ ...before, checks: [...before.checks, newCheck(event.data.check)] });
    case 'check-decided':
    case 'check-skipped':
    case 'check-failed': {
      const { check_id } = event.data;
      return withDueAt({ ...before, checks: before.checks.map((check) => (check.id === check_id ? { ...check, finished_at: at } : check)) });
    }
    case 'check-deleted':
      return withDueAt({ ...before, checks: before.checks.filter(({ id }) => id !== event.data.check_id) });
    case 'case-updated':
      return withDueAt({ ...before, delete_after: event.data.delete_after ?? before.delete_after });
    case 'case-completed':
      return withDueAt({ ...before, completed_at: at });
    case 'case-deleted':
      return undefined;
    default:
      return before;
  }
}

const newCheck = ({ check_id: id, delete_after }: { readonly check_id: number; readonly delete_after: number }): RetainedCheck => ({ id, delete_after, finished_at: null });

/** A customer after one more event of it, or of a case of it; undefined once it is deleted. */
export function retainedCustomer(before: RetainedCustomer | undefined, event: Recorded<CaseEvent | CustomerEvent>): RetainedCustomer | undefined {
  const { org, occurred_at: at } = event.metadata;
  switch (event.type) {
    case 'customer-created':
      return withDueAt({ kind: 'customer', org, id: event.data.customer_id, due_at: null, delete_after: event.data.delete_after, updated_at: at, cases: 0 });
    case 'customer-updated':
      return before && withDueAt({ ...before, delete_after: event.data.delete_after ?? before.delete_after, updated_at: at });
    case 'case-created':
      return before && withDueAt({ ...before, cases: before.cases + 1 });
    case 'case-deleted':
      return before && withDueAt({ ...before, cases: before.cases - 1 });
    case 'customer-deleted':
      return undefined;
    default:
      return before;
  }
}

/** What a document belongs to, and what is remembered of that. */
interface Link extends Pick<RetainedDocument, 'owner_key' | 'check_key'> {
  readonly owner: Owner | undefined;
  readonly check: Owner | undefined;
}

/** A document after one more event of it, or of what it belongs to; undefined once it is deleted. */
export function retainedDocument(before: RetainedDocument | undefined, event: Recorded<RetentionEvent>, link: Link | undefined): RetainedDocument | undefined {
  const { org, occurred_at: at } = event.metadata;
  switch (event.type) {
    case 'document-uploaded': {
      const { document_id: id, delete_after } = event.data;
      return withDueAt({ kind: 'document', org, id, due_at: null, delete_after, created_at: at, updated_at: at, is_claim: false, ...linked(link) });
    }
    case 'document-claimed':
      return before && withDueAt({ ...before, updated_at: at, is_claim: true, ...linked(link) });
    case 'case-created':
      return before && withDueAt(madeWith(before, [event.data, ...event.data.checks]));
    case 'check-added':
      return before && withDueAt(madeWith(before, [event.data.check]));
    case 'case-completed':
      return before && withDueAt({ ...before, owner: 'indifferent' });
    case 'case-archived':
      // They are those of the case in its place, which may need them again; the checks are made anew.
      return before && withDueAt({ ...before, owner: 'open', owner_key: successorKey(event, event.data.successor_id), check_key: null, is_claim: false });
    case 'case-deleted':
    case 'check-deleted':
    case 'customer-deleted':
      return before && withDueAt({ ...before, owner: 'deleted' });
    case 'document-deleted':
      return undefined;
    default:
      return before;
  }
}

/** A document when what it was claimed for is made: with it, or without it, and then it belongs to nothing. */
function madeWith(document: RetainedDocument, made: readonly { readonly document_ids: readonly number[] }[]): RetainedDocument {
  const isLeftOut = document.is_claim && !made.some(({ document_ids }) => document_ids.includes(document.id));
  return isLeftOut ? { ...document, ...linked(undefined) } : { ...document, owner: 'open' };
}

/** A document that comes to a case which was handed on goes with the one in its place. */
function linked(link: Link | undefined): Pick<RetainedDocument, 'owner' | 'owner_key' | 'check_key'> {
  const { owner, check, owner_key = null, check_key = null } = link ?? {};
  if (owner?.moved_to != null) return { owner: 'indifferent', owner_key: owner.moved_to, check_key: null };
  const isDeleted = owner?.standing === 'deleted' || check?.standing === 'deleted';
  return { owner: isDeleted ? 'deleted' : (owner?.standing ?? 'indifferent'), owner_key, check_key };
}
