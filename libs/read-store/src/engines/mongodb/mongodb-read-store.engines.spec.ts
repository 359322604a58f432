import { jest } from '@jest/globals';
import { readStoreContract } from '../../testing/read-store.contract.js';
import { SpecDatabase } from './testing/spec-database.js';

// A server that stands in for MongoDB may take a second for a thousand documents.
jest.setTimeout(30_000);

const probe = new SpecDatabase();
const comparesByUtf16 = !(await probe.isMongoDb());
await probe.dispose();

readStoreContract(
  'MongoDB',
  async () => {
    const database = new SpecDatabase();
    return { store: database.open(), another: async () => database.open(), dispose: () => database.dispose() };
  },
  { comparesByUtf16 },
);
