import { deciderSpec, SPEC_TIME } from '#event-sourcing/testing';
import { describe, it } from '@jest/globals';
import { documentAggregate } from '../document.state.js';
import { aDocument } from '../testing/document-fixtures.js';
import { decideDeleteDocument, type DocumentOwner } from './delete-document.js';

const { given } = deciderSpec(documentAggregate, decideDeleteDocument);
const DAY = 24 * 3_600_000;
const after = (milliseconds: number, owner: DocumentOwner = 'indifferent') => ({ owner, now: Date.parse(SPEC_TIME) + milliseconds });

describe('deleting a document', () => {
  it('is done when its days are over, once, and not a millisecond earlier', () => {
    const kept = aDocument.uploaded({ delete_after: 30 });
    given(kept).when(after(30 * DAY - 1)).thenNothing();
    given(kept).when(after(30 * DAY)).then(aDocument.deleted());
    given(kept).when(after(30 * DAY)).resent();
  });

  it('is never done to one that is kept for ever', () => {
    given(aDocument.uploaded({ delete_after: -1 })).when(after(40_000 * DAY)).thenNothing();
  });

  it('of one that may not be kept waits until whoever uploaded it can have used it', () => {
    given(aDocument.uploaded({ delete_after: 0 })).when(after(14_999)).thenNothing();
    given(aDocument.uploaded({ delete_after: 0 })).when(after(15_000)).then(aDocument.deleted());
  });

  it('waits for the case that it belongs to', () => {
    given(aDocument.uploaded({ delete_after: 0 })).when(after(40_000 * DAY, 'open')).thenNothing();
  });

  it('is done at once when what it belongs to was deleted, however long it may be kept', () => {
    given(aDocument.uploaded({ delete_after: -1 })).when(after(0, 'deleted')).then(aDocument.deleted());
  });

  it('does nothing to one that is not there', () => {
    given().when(after(40_000 * DAY)).thenNothing();
    given(aDocument.uploaded(), aDocument.deleted()).when(after(40_000 * DAY)).thenNothing();
  });
});
