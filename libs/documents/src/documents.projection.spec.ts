import { projectionSpec, record } from '#event-sourcing/testing';
import { describe, it } from '@jest/globals';
import type { DocumentEvent } from './document.events.js';
import { documentsProjection } from './documents.projection.js';
import { aDocument } from './testing/document-fixtures.js';

const at = (event: DocumentEvent, revision: number) =>
  record(event, { stream: 'document-acme.1', revision, metadata: { occurred_at: `2026-01-01T00:00:0${revision}.000Z` } });

describe('the read model of documents', () => {
  it('shows a document as its events tell it', () => {
    projectionSpec(documentsProjection)
      .given(at(aDocument.uploaded(), 0), at(aDocument.claimed({ kind: 'case', id: 7 }), 1))
      .then({
        documents: {
          'acme.1': {
            org: 'acme',
            id: 1,
            original_name: 'passport.pdf',
            content_type: 'application/pdf',
            size: 1_000,
            sha256: 'ab'.repeat(32),
            link: { kind: 'case', id: 7, claim: { command_id: 'command-1', at: '2026-01-01T00:00:01.000Z' } },
            customer_id: 5,
            delete_after: -1,
            created_at: '2026-01-01T00:00:00.000Z',
            updated_at: '2026-01-01T00:00:01.000Z',
            revision: 1,
          },
        },
      });
  });

  it('forgets one that is deleted', () => {
    projectionSpec(documentsProjection).given(at(aDocument.uploaded(), 0), at(aDocument.deleted(), 1)).then({ documents: {} });
  });
});
