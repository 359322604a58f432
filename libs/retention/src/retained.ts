import { caseDueAt, type CaseEvent, type CaseState, checkDueAt, type CheckState } from '#cases';
import { customerDueAt, type CustomerEvent, type CustomerState } from '#customers';
import { documentDueAt, type DocumentEvent, type DocumentOwner, type DocumentState } from '#documents';
import { isoTime } from '#event-sourcing';

/** Whatever may change what is kept until when. */
export type RetentionEvent = CaseEvent | CustomerEvent | DocumentEvent;

/** What every entry has: whose it is, and when there may be something to delete (ISO 8601); null for not as things stand. */
interface Entry {
  readonly org: string;
  readonly id: number;
  readonly due_at: string | null;
}

/** A case with its checks, as far as keeping them goes. */
export interface RetainedCase extends Entry, Pick<CaseState, 'completed_at' | 'delete_after'> {
  readonly kind: 'case';
  readonly checks: readonly Pick<CheckState, 'id' | 'delete_after' | 'finished_at'>[];
}

/** A customer, and how many cases keep it. */
export interface RetainedCustomer extends Entry, Pick<CustomerState, 'delete_after' | 'updated_at'> {
  readonly kind: 'customer';
  readonly cases: number;
}

/** A document, and what it goes with. */
export interface RetainedDocument extends Entry, Pick<DocumentState, 'delete_after' | 'created_at' | 'updated_at'> {
  readonly kind: 'document';
  readonly owner: DocumentOwner;
  /** `case.acme.17` or `customer.acme.5`. */
  readonly owner_key: string | null;
  /** `check.acme.2176`, for a document of a check, which goes with the check or with its case. */
  readonly check_key: string | null;
  /** Whether it is claimed for a case or check that is yet to be made, perhaps without it. */
  readonly is_claim: boolean;
}

/** Something that is kept, and for how long: what the read model has of it, and no personal data. */
export type Retained = RetainedCase | RetainedCustomer | RetainedDocument;

/** The same, with the time when it is due derived anew: by the very rules that the decisions keep. */
export const withDueAt = <Kind extends Retained>(entry: Kind): Kind => {
  const at = dueAt(entry);
  return { ...entry, due_at: at === Infinity ? null : isoTime(at) };
};

function dueAt(entry: Retained): number {
  switch (entry.kind) {
    case 'case':
      return Math.min(caseDueAt(entry), ...entry.checks.map((check) => checkDueAt(check, entry)));
    case 'customer':
      return entry.cases > 0 ? Infinity : customerDueAt(entry);
    case 'document':
      return documentDueAt(entry, entry.owner);
  }
}
