import { DomainError, invalidField } from '#event-sourcing';
import type { DocumentEvent } from '../document.events.js';
import type { DocumentState } from '../document.state.js';
import { isSameTarget, type LinkTarget } from '../link-target.js';

/** Milliseconds within which whoever claimed a document has made the thing that it was claimed for, or never will. */
export const CLAIM_LASTS = 15_000;

/** A claim of another command, or for something else, after somebody has looked what became of it. */
export interface IdleClaim {
  readonly commandId: string;
  /** Whether its thing is there, made without the document: nothing can come of the claim any more. */
  readonly isOver: boolean;
}

/** The command, with what was found out before the decision. */
export interface ClaimDocumentDecision {
  readonly documentId: number;
  /** The field that names the document. */
  readonly path: readonly (string | number)[];
  readonly target: LinkTarget;
  readonly customerId: number;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
  /** The claim that there is, when its thing is not there or was made without the document. */
  readonly idle?: IdleClaim | undefined;
}

/**
 * Claims a document for a case or a check that is about to be made with it. A document that belongs to something stays with that. A
 * claim of another command for something that is not there holds as long as it may still be made, and is free afterwards.
 */
export function decideClaimDocument(command: ClaimDocumentDecision, state: DocumentState | undefined): readonly DocumentEvent[] {
  const { documentId, path, target, customerId, now, idle } = command;
  if (!state) throw unknownDocument(path, documentId);
  const claimed: DocumentEvent = { type: 'document-claimed', data: { customer_id: customerId, linked_to: target } };
  if (state.link === null) return [claimed];
  const { claim } = state.link;
  // An earlier attempt to make the very same thing: renewed, so that it lasts as long as this one.
  if (claim !== null && isSameTarget(state.link, target)) return [claimed];
  if (claim === null) throw linkedElsewhere(path, documentId);
  const isFree = claim.command_id === idle?.commandId && (idle.isOver || now - Date.parse(claim.at) >= CLAIM_LASTS);
  if (!isFree) throw beingLinked();
  return [claimed];
}

/** The organization has no such document. */
export const unknownDocument = (path: readonly (string | number)[], id: number): DomainError =>
  invalidField(path, 'does_not_exist', `Invalid pk "${id}" - object does not exist.`);

/** A document belongs to one thing. */
export const linkedElsewhere = (path: readonly (string | number)[], id: number): DomainError =>
  invalidField(path, 'linked_elsewhere', `Document ${id} belongs to something else already.`);

const beingLinked = (): DomainError =>
  new DomainError('unavailable', 'document_being_linked', 'Another request is about to link this document. Please try again.');
