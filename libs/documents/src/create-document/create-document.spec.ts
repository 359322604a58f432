import { deciderSpec } from '#event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import { documentAggregate } from '../document.state.js';
import { aDocument } from '../testing/document-fixtures.js';
import { type CreateDocumentDecision, createDocumentInput, decideCreateDocument, targetOf } from './create-document.js';

const { given } = deciderSpec(documentAggregate, decideCreateDocument);
const create = (changes: Partial<CreateDocumentDecision> = {}): CreateDocumentDecision => ({
  id: 1,
  originalName: 'passport.pdf',
  contentType: 'application/pdf',
  size: 1_000,
  sha256: 'ab'.repeat(32),
  target: null,
  customerId: null,
  deleteAfter: -1,
  ...changes,
});

describe('making a document', () => {
  it('notes what was stored, and what it belongs to', () => {
    given().when(create()).then(aDocument.uploaded());
    const target = { kind: 'check', id: 128 } as const;
    given().when(create({ target, customerId: 5, deleteAfter: 30 })).then(aDocument.uploaded({ linked_to: target, customer_id: 5, delete_after: 30 }));
  });

  it('happens once', () => {
    given(aDocument.uploaded()).when(create()).thenNothing();
    given().when(create()).resent();
  });
});

describe('the body of an upload', () => {
  const body = { file: 'QQ==', original_name: 'a.txt' };
  const problems = (more: object): string[] => createDocumentInput.safeParse({ ...body, ...more }).error?.issues.map(({ path }) => path.join('.')) ?? [];

  it.each([
    ['no file', { file: undefined }, 'file'],
    ['no name', { original_name: undefined }, 'original_name'],
    ['a path for a name', { original_name: 'a/b' }, 'original_name'],
    ['a case that can be none', { case_id: 0 }, 'case_id'],
    ['a delete_after out of range', { delete_after: -2 }, 'delete_after'],
    ['two targets', { case_id: 1, customer_id: 5 }, ''],
  ])('with %s is refused, and the field is named', (_, more, field) => {
    expect(problems(more)).toEqual([field]);
  });

  it('names one thing at most', () => {
    expect(targetOf(createDocumentInput.parse(body))).toBeUndefined();
    expect(targetOf(createDocumentInput.parse({ ...body, check_id: 128, case_id: null }))).toEqual({ kind: 'check', id: 128 });
  });
});
