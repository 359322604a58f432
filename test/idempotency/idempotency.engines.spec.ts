import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ApiProcesses } from './api-processes.js';
import { crowd } from './crowd.js';

jest.setTimeout(300_000);

/** By hand: IDEMPOTENCY_ROUNDS=50 npm run test:engines -- test/idempotency */
const ROUNDS = Number(process.env.IDEMPOTENCY_ROUNDS ?? 5);

describe('a request with an Idempotency-Key, a hundred times at once to three processes over one store', () => {
  let processes: ApiProcesses;
  beforeAll(async () => {
    processes = await ApiProcesses.started(3);
  });
  afterAll(() => processes.dispose());

  it('has one effect, and everybody gets the same answer', async () => {
    let inProgress = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const result = await crowd(processes, `round-${round}`);
      expect(result).toMatchObject({ answers: [expect.stringMatching(/^201 /)], replayed: 99, effects: [1, 1] });
      inProgress += result.inProgress;
    }
    expect(inProgress).toBeGreaterThan(0);
  });
});
