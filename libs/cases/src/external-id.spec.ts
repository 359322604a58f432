import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { generatedExternalId, generatedFor, isReserved } from './external-id.js';

const caseId = fc.integer({ min: 1, max: 2 ** 47 });

describe('the external_id of a case that came without one', () => {
  it('is a UUID of version 8, the same each time, and reserved in its organization alone', () => {
    fc.assert(
      fc.property(caseId, (id) => {
        const externalId = generatedExternalId('acme', id);
        expect(externalId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(generatedExternalId('acme', id)).toBe(externalId);
        expect(isReserved('acme', externalId)).toBe(true);
        expect(generatedFor('acme', externalId)).toBe(id);
        expect(isReserved('acme', externalId.toUpperCase())).toBe(true);
        expect(isReserved('other', externalId)).toBe(false);
      }),
    );
  });

  it('leaves every other key to the clients', () => {
    fc.assert(fc.property(fc.oneof(fc.uuid(), fc.string()), (key) => {
      expect(isReserved('acme', key)).toBe(false);
    }));
  });
});
