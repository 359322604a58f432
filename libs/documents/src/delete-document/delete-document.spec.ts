import { deciderSpec } from '#event-sourcing/testing';
import { describe, it } from '@jest/globals';
import { documentAggregate } from '../document.state.js';
import { aDocument } from '../testing/document-fixtures.js';
import { decideDeleteDocument } from './delete-document.js';

const { given } = deciderSpec(documentAggregate, decideDeleteDocument);

describe('deleting a document', () => {
  it('ends it, once', () => {
    given(aDocument.uploaded()).when({}).then(aDocument.deleted());
    given(aDocument.uploaded()).when({}).resent();
  });

  it('does nothing to one that is not there', () => {
    given().when({}).thenNothing();
  });
});
