import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BenchRow } from './bench-row.js';
import { untilProjected } from './create-case.bench.js';
import { startService } from './service.js';
import { percentile } from './statistics.js';

const CASES = 1_000;
const PER_SECOND = 50;

interface Receiver {
  readonly url: string;
  /** Resolves when so many webhooks have come; the moment of each by its case's id. */
  received(count: number): Promise<ReadonlyMap<number, number>>;
  close(): void;
}

/**
 * (d) From the last decision on a case to its webhook, at a steady 50 decisions a second: from sending the request to
 * having the whole webhook. Compared with what a POST to the same receiver costs by itself.
 */
export async function webhookLatencyBench(): Promise<BenchRow[]> {
  const service = await startService();
  const receiver = await startReceiver();
  try {
    const checks = await createCasesWithOneCheck(service.url, service.headers, receiver.url);
    await untilProjected(service.url, service.headers);
    const decidedAt = new Map<number, number>();
    const begun = performance.now();
    for (const [index, { caseId, checkId }] of checks.entries()) {
      await delay(begun + (index * 1_000) / PER_SECOND - performance.now());
      decidedAt.set(caseId, performance.now());
      void fetch(`${service.url}/api/checks/${checkId}/decide/`, { method: 'POST', headers: service.headers, body: '{"outcome":"ACCEPTED"}' });
    }
    const receivedAt = await receiver.received(CASES);
    const latencies = [...decidedAt].map(([id, at]) => (receivedAt.get(id) ?? Infinity) - at);
    const alone = await postsAlone(receiver.url);
    return [50, 99].map((percent) => {
      const [value, baseline] = [percentile(latencies, percent), percentile(alone, percent)];
      const target = percent === 99 ? 50 : null;
      return { name: `decision to webhook, p${percent}`, value, unit: 'ms', baseline, ratio: value / baseline, target, met: target === null ? null : value <= target };
    });
  } finally {
    receiver.close();
    await service.stop();
  }
}

async function createCasesWithOneCheck(url: string, headers: Readonly<Record<string, string>>, webhookUrl: string) {
  const created: { caseId: number; checkId: number }[] = [];
  while (created.length < CASES) {
    const batch = Array.from({ length: 50 }, async () => {
      const body = JSON.stringify({ customer: { full_name: 'Ada' }, checks: [{ check_type: 'PEP' }], webhook_url: webhookUrl });
      const answer = (await (await fetch(`${url}/api/cases/`, { method: 'POST', headers, body })).json()) as { id: number; checks: { id: number }[] };
      return { caseId: answer.id, checkId: answer.checks[0]!.id };
    });
    created.push(...(await Promise.all(batch)));
  }
  return created;
}

async function startReceiver(): Promise<Receiver> {
  const arrivals = new Map<number, number>();
  const events = new EventTarget();
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { id } = JSON.parse(Buffer.concat(chunks).toString()) as { id: number };
      if (!arrivals.has(id)) arrivals.set(id, performance.now());
      response.writeHead(204).end();
      events.dispatchEvent(new Event('arrival'));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async received(count) {
      while (arrivals.size < count) await new Promise((resolve) => { events.addEventListener('arrival', resolve, { once: true }); });
      return arrivals;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function postsAlone(url: string): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < 500; index++) {
    const begun = performance.now();
    await fetch(url, { method: 'POST', body: JSON.stringify({ id: -1, padding: 'x'.repeat(1_000) }) });
    times.push(performance.now() - begun);
  }
  return times;
}

const delay = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.max(0, milliseconds)));
