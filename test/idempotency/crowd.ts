import { setTimeout as delay } from 'node:timers/promises';
import type { ApiProcesses } from './api-processes.js';

/** How many calls come at once. */
const CALLS = 100;

/** What became of a crowd of the same request. */
export interface CrowdResult {
  /** Status and text of the answers; one, if all is well. */
  readonly answers: readonly string[];
  /** How many were told that they got an answer given before. */
  readonly replayed: number;
  /** How often one was told that the request is being carried out. */
  readonly inProgress: number;
  /** Cases and customers that came of it. */
  readonly effects: readonly [cases: number, customers: number];
}

/**
 * The same request with the same `Idempotency-Key`, a hundred times at once to all processes in turn; whoever is told that it is
 * being carried out asks again.
 */
export async function crowd(processes: ApiProcesses, key: string): Promise<CrowdResult> {
  const json = { customer: { full_name: `Customer of ${key}` }, checks: [{ check_type: 'PEP' }], metadata: { key } };
  let inProgress = 0;
  const call = async (index: number) => {
    for (;;) {
      const answer = await processes.clients[index % processes.clients.length]!.request('POST', '/api/cases/', { json, headers: { 'idempotency-key': key } });
      if (answer.status !== 409) return answer;
      inProgress++;
      await delay(20);
    }
  };
  const answers = await Promise.all(Array.from({ length: CALLS }, (_, index) => call(index)));
  return {
    answers: [...new Set(answers.map(({ status, body }) => `${status} ${JSON.stringify(body)}`))],
    replayed: answers.filter(({ headers }) => headers.get('idempotency-replayed') === 'true').length,
    inProgress,
    effects: await effectsOf(processes, key),
  };
}

async function effectsOf(processes: ApiProcesses, key: string): Promise<readonly [number, number]> {
  const log = await processes.openLog();
  try {
    const events = await log.readAll({ filter: { categories: ['case', 'customer'] }, direction: 'backwards', limit: 1_000 });
    const cases = events.filter(({ type, data }) => type === 'case-created' && (data.metadata as { readonly key?: string } | null)?.key === key);
    const customers = events.filter(({ type, data }) => type === 'customer-created' && data.full_name === `Customer of ${key}`);
    return [cases.length, customers.length];
  } finally {
    await log.close();
  }
}
