import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Service } from '../support/service.js';
import { fuzz } from './fuzz.js';

jest.setTimeout(120_000);

describe('whatever is sent to it', () => {
  let service: Service;
  beforeAll(async () => {
    service = await Service.started();
  });
  afterAll(() => service.dispose());

  it('is answered without an error of its own, with the field that is wrong, and leaves no event when it is refused', async () => {
    const { statuses, violations } = await fuzz(service, { requests: 600, seed: 5 });
    expect(violations).toEqual([]);
    expect(statuses['400']).toBeGreaterThan(100);
    expect(statuses['200']).toBeGreaterThan(10);
  });
});
