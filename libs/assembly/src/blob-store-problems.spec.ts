import { expect, it } from '@jest/globals';
import { blobStoreProblems } from './blob-store-problems.js';

const READ_STORE = 'mongodb://user:secret@a:27017,b:27017/casetrail?replicaSet=rs0';

it.each([
  'mongodb://a:27017,b:27017/casetrail-documents?replicaSet=rs0',
  'mongodb://c:27017/casetrail',
  'file:/mnt/shared/documents',
])('processes may share the bytes of documents in %s', (blobStoreUrl) => {
  expect(blobStoreProblems({ blobStoreUrl, readStoreUrl: READ_STORE })).toEqual([]);
});

it.each([undefined, READ_STORE, 'mongodb://other:password@a:27017,b:27017/casetrail?tls=true'])('processes may not in %s, and hear why, without a secret', (blobStoreUrl) => {
  const problems = blobStoreProblems({ blobStoreUrl, readStoreUrl: READ_STORE });
  expect(problems).toEqual([expect.stringMatching(/^BLOB_STORE_URL /)]);
  expect(problems.join()).not.toMatch(/secret|password/);
});
