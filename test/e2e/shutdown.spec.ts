import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { CaseBody } from '../support/api-bodies.js';
import { type Answer, ApiClient } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { Service } from '../support/service.js';

jest.setTimeout(120_000);

const CLIENTS = 16;

describe('SIGTERM under a steady stream of requests', () => {
  let service: Service;
  beforeAll(async () => {
    service = await Service.started();
  });
  afterAll(() => service.dispose());

  it('ends the service with every accepted request answered, and everything acknowledged kept', async () => {
    const { url } = service;
    const client = new ApiClient(() => url, service.api.credentials);
    const answers: Answer[] = [];
    const unanswered = new Set<string>();
    let stopped = false;

    const createCases = async (name: number): Promise<void> => {
      for (let count = 0; !stopped; count++) {
        const key = `${name}-${count}`;
        try {
          answers.push(await client.request('POST', '/api/cases/', { json: { customer: { full_name: 'Ada' }, metadata: { key } } }));
        } catch {
          unanswered.add(key);
          return;
        }
      }
    };
    const clients = Array.from({ length: CLIENTS }, (_, name) => createCases(name));
    await eventually(() => {
      expect(answers.length).toBeGreaterThan(200);
    });

    expect(await service.stop()).toBe(0);
    stopped = true;
    await Promise.all(clients);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));

    await service.start();
    const log = await service.openLog();
    const events = await log.readAll({ filter: { types: ['case-created'] }, limit: 100_000 });
    await log.close();
    const made = events.map(({ data }) => (data.metadata as { key: string }).key);
    expect(made.filter((key) => unanswered.has(key))).toEqual([]);
    expect(made).toHaveLength(answers.length);
    for (const { body } of answers) expect(await service.api.getCase((body as CaseBody).id)).toEqual(body);
  });
});
