import { deciderSpec, SPEC_TIME } from '#event-sourcing/testing';
import { describe, it } from '@jest/globals';
import { documentAggregate } from '../document.state.js';
import { aDocument } from '../testing/document-fixtures.js';
import { CLAIM_LASTS, type ClaimDocumentDecision, decideClaimDocument } from './claim-document.js';

const { given } = deciderSpec(documentAggregate, decideClaimDocument);
const CASE = { kind: 'case', id: 7 } as const;
const CHECK = { kind: 'check', id: 896 } as const;
const claim = (changes: Partial<ClaimDocumentDecision> = {}): ClaimDocumentDecision => ({
  documentId: 1,
  path: ['document_ids'],
  target: CASE,
  customerId: 5,
  now: Date.parse(SPEC_TIME) + CLAIM_LASTS,
  ...changes,
});
/** The command that the claim of the specs came from. */
const commandId = 'command-1';

describe('claiming a document', () => {
  it('binds one that belongs to nothing', () => {
    given(aDocument.uploaded()).when(claim()).then(aDocument.claimed(CASE));
  });

  it('leaves one alone that belongs to something, and names the field', () => {
    given(aDocument.uploaded({ linked_to: CHECK })).when(claim()).fails('linked_elsewhere', 'document_ids');
    given(aDocument.uploaded({ linked_to: { kind: 'customer', id: 7 } })).when(claim()).fails('linked_elsewhere', 'document_ids');
  });

  it('renews the claim of an earlier attempt to make the same thing, so that it lasts as long as this one', () => {
    given(aDocument.uploaded(), aDocument.claimed(CASE)).when(claim()).then(aDocument.claimed(CASE));
  });

  it('takes over a claim whose thing never came, once it cannot come any more', () => {
    const idle = claim({ target: CHECK, idle: { commandId, isOver: false } });
    given(aDocument.uploaded(), aDocument.claimed(CASE)).when(idle).then(aDocument.claimed(CHECK));
    given(aDocument.uploaded(), aDocument.claimed(CASE)).when({ ...idle, now: idle.now - 1 }).fails('document_being_linked');
  });

  it('takes over a claim at once whose thing was made without the document', () => {
    const idle = { commandId, isOver: true };
    given(aDocument.uploaded(), aDocument.claimed(CASE)).when(claim({ target: CHECK, idle, now: Date.parse(SPEC_TIME) })).then(aDocument.claimed(CHECK));
  });

  it('does not take over a claim of which nobody has looked whether its thing came', () => {
    given(aDocument.uploaded(), aDocument.claimed(CASE)).when(claim({ target: CHECK })).fails('document_being_linked');
  });

  it('refuses a document that is not there, or not any more, and names the field', () => {
    given().when(claim({ path: ['checks', 0, 'document_ids'] })).fails('does_not_exist', 'checks.0.document_ids');
    given(aDocument.uploaded(), aDocument.deleted()).when(claim()).fails('does_not_exist', 'document_ids');
  });
});
