import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { ApiVersion } from '#http';
import { eventually } from '../support/eventually.js';
import { Service, WEBHOOK_SECRET } from '../support/service.js';
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.js';
import { tableProblems } from './field-table.js';
import { CASE, CHECK, pageOfTable, STARTED_CASE } from './field-tables.js';
import { Generation } from './generation.js';

jest.setTimeout(180_000);

const CASES = 24;

interface CaseBody {
  readonly id: number;
  readonly checks: readonly { readonly id: number }[];
}

describe('clients of two generations, on the same cases at the same time', () => {
  let service: Service;
  let receiver: WebhookReceiver;
  let old: Generation;
  let young: Generation;
  const cases: (CaseBody & { readonly by: ApiVersion })[] = [];
  const other = ({ version }: Generation): Generation => (version === 1 ? young : old);
  const both = <Result>(each: (client: Generation) => Promise<Result>): Promise<readonly Result[]> => Promise.all([each(old), each(young)]);

  beforeAll(async () => {
    receiver = await startWebhookReceiver([WEBHOOK_SECRET]);
    service = await Service.started();
    old = await Generation.of(1, service);
    young = await Generation.of(3, service);
  });
  afterAll(async () => {
    await service.dispose();
    await receiver.close();
  });

  it('open cases, each with what its version has', async () => {
    await both(async (client) => {
      for (let nth = 0; nth < CASES / 2; nth++) {
        const json = {
          customer: { external_id: `shared-${nth}`, full_name: `Shared ${nth}` }, webhook_url: `${receiver.url}/v${client.version}`,
          checks: [{ check_type: 'PEP' }, { check_type: 'SANCTION' }], notes: `Note ${nth}`, rfi: `Question ${nth}`, metadata: { nth },
        };
        const made = await client.expect<CaseBody>(201, CASE[client.version], client.request('POST', '/api/cases/', { json }));
        cases.push({ ...made, by: client.version });
      }
    });
    expect(cases).toHaveLength(CASES);
  });

  it('see each other’s cases, each in its way', async () => {
    await both(async (client) => {
      for (const { id, by } of cases) {
        const seen = await client.expect(200, CASE[client.version], client.request('GET', `/api/cases/${id}/`));
        const wrote = by === 1;
        if (client.version === 1) expect(seen).toMatchObject({ status: 'PROCESSING', outcome: 'PENDING', notes: wrote ? expect.stringMatching(/^Note/) : null });
        else expect(seen).toMatchObject({ is_complete: false, outcome: null, rfi: wrote ? { body: expect.stringMatching(/^Question/) } : null });
      }
    });
  });

  it('decide checks of the same case at once, and agree about what came of it', async () => {
    await Promise.all(
      cases.map(async ({ checks: [first, second] }, nth) => {
        const decide = (client: Generation, check: { readonly id: number } | undefined, outcome: string): Promise<unknown> =>
          client.expect(200, CHECK[client.version], client.request('POST', `/api/checks/${check?.id}/decide/`, { json: { outcome, reasoning: ['One.', 'Two.'] } }));
        await Promise.all([decide(old, first, 'ACCEPTED'), decide(young, second, nth % 2 === 0 ? 'ACCEPTED' : 'REJECTED')]);
      }),
    );
    await both(async (client) => {
      for (const [nth, { id }] of cases.entries()) {
        const outcome = nth % 2 === 0 ? 'ACCEPTED' : 'REJECTED';
        expect(await client.expect(200, CASE[client.version], client.request('GET', `/api/cases/${id}/`))).toMatchObject({ outcome });
      }
    });
  });

  it('are told by webhook in the version in which each case was opened', async () => {
    await receiver.arrived(CASES);
    for (const { path, headers, body } of receiver.received) {
      const version = path === '/v1' ? 1 : 3;
      expect(headers['casetrail-version']).toBe(String(version));
      expect(tableProblems(JSON.parse(body), CASE[version])).toEqual([]);
    }
    expect(receiver.received.filter(({ path }) => path === '/v1')).toHaveLength(CASES / 2);
  });

  it('restart each other’s cases: as its own version has it, whoever opened them', async () => {
    const [mine, yours] = [cases.find(({ by }) => by === 1)!, cases.find(({ by }) => by === 3)!];
    const start = (client: Generation, { id }: CaseBody): ReturnType<Generation['request']> => client.request('POST', `/api/cases/${id}/start/`);
    expect(await young.expect(202, STARTED_CASE[3], start(young, mine))).toMatchObject({ id: mine.id, action_taken: 'noop_already_started' });
    const restarted = await old.expect<CaseBody>(200, STARTED_CASE[1], start(old, yours));
    expect(restarted).toMatchObject({ action_taken: 'restarted', status: 'PROCESSING' });
    expect(await young.expect(200, CASE[3], young.request('GET', `/api/cases/${yours.id}/`))).toMatchObject({ archived: true });

    for (const { id } of restarted.checks) await other(old).request('POST', `/api/checks/${id}/decide/`, { json: { outcome: 'ACCEPTED' } });
    await receiver.arrived(CASES + 1);
    const told = receiver.received.at(-1)!;
    expect([told.path, tableProblems(JSON.parse(told.body), CASE[3])]).toEqual(['/v3', []]);
  });

  it('list the same cases', async () => {
    await eventually(async () => {
      const [first, second] = await both((client) =>
        client.expect<{ readonly results: readonly CaseBody[] }>(200, pageOfTable(CASE[client.version]), client.request('GET', '/api/cases/?page_size=200')),
      );
      const ids = (page: typeof first): readonly number[] => page!.results.map(({ id }) => id);
      expect(ids(first)).toEqual(ids(second));
      expect(ids(first)).toHaveLength(CASES);
    });
  });
});
