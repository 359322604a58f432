import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { CaseBody, CheckBody } from '../support/api-bodies.js';
import { type CheckProviderStandIn, decision, type ProviderReply, startCheckProvider } from '../support/check-provider.js';
import { eventually } from '../support/eventually.js';
import { InternalService } from '../support/internal-service.js';
import { Service } from '../support/service.js';
import { startYente, type YenteServer } from '../support/yente-server.js';

jest.setTimeout(180_000);

const service = new Service();
let screening: CheckProviderStandIn;
let slow: CheckProviderStandIn;
let yente: YenteServer;
let internal: InternalService;

beforeAll(async () => {
  [screening, slow, yente] = await Promise.all([
    startCheckProvider(),
    startCheckProvider(),
    startYente([{ id: 'NK-1', caption: 'Vladimir Petrov', datasets: ['sanctions'] }, { id: 'NK-2', caption: 'Ada Lovelace', datasets: ['peps'] }]),
  ]);
  await service.start();
  internal = await InternalService.connected('screening', service.brokerUrl, service.api);
  await uploadList('blacklist', 'id,name,aliases,birth_dates,note\nB-17,Vladimir Petrov,Walter Peters,1965-03-17,Fraud in 2024\nB-18,Eve Malory,,,\n');
  const { secrets } = await setProviders();
  screening.secret = secrets.screening!;
  slow.secret = secrets.slow!;
});
afterAll(() => internal.disconnect());
afterAll(() => service.dispose());
afterAll(() => Promise.all([screening.close(), slow.close(), yente.close()]));
beforeEach(() => {
  screening.reply = async () => decision('ACCEPTED');
  slow.reply = async () => decision('ACCEPTED');
});

const uploadList = async (slug: string, csv: string): Promise<void> => {
  const { status, body } = await service.api.request('PUT', `/api/watchlists/${slug}/`, { raw: csv, headers: { 'content-type': 'text/csv' } });
  expect({ status, body }).toMatchObject({ status: 200 });
};

async function setProviders(): Promise<{ secrets: Readonly<Record<string, string>> }> {
  const json = {
    providers: {
      screening: { kind: 'http', url: `${screening.url}/checks`, timeout_seconds: 2, attempts: 3, callback_seconds: 3 },
      slow: { kind: 'http', url: `${slow.url}/checks`, timeout_seconds: 60, attempts: 1 },
      down: { kind: 'http', url: 'http://127.0.0.1:9/', attempts: 2 },
      blacklist: { kind: 'watchlist', watchlists: ['blacklist'], on_match: 'REJECTED' },
      sanctions: { kind: 'yente', url: yente.url, dataset: 'sanctions', api_key: 'the-key' },
    },
    check_types: {
      IDV: 'screening', WEB_PRESENCE: 'slow', UNDERWRITING: 'down', BLACKLIST: 'blacklist', NAME_CHECK: 'blacklist', SANCTION: 'sanctions', CRA: 'broker',
    },
  };
  const { status, body } = await service.api.request('PUT', '/api/providers/', { json });
  expect({ status, body }).toMatchObject({ status: 200 });
  return body as { secrets: Readonly<Record<string, string>> };
}

const open = (types: readonly string[], full_name = 'Ada Lovelace'): Promise<CaseBody> =>
  service.api.createCase({ customer: { full_name, customer_type: 'INDIVIDUAL' }, checks: types.map((check_type) => ({ check_type })) });

const completed = (id: number): Promise<CaseBody> =>
  eventually(async () => {
    const body = await service.api.getCase(id);
    expect(body).toMatchObject({ is_complete: true });
    return body;
  }, { withinMs: 60_000 });

const checkOf = (body: CaseBody, type: string): CheckBody => body.checks.find(({ check_type }) => check_type === type)!;

/** How often something was decided about the checks of a case. */
const decisions = async (id: number): Promise<readonly string[]> =>
  (await service.api.history(id)).map(({ event }) => event).filter((event) => event === 'check-decided' || event === 'check-failed');

const askedAbout = (standIn: CheckProviderStandIn, { id }: { readonly id: number }) => standIn.received.filter(({ json }) => json.check.id === id);

describe('a case whose checks have providers', () => {
  it('reaches its outcome: a service, lists, OpenSanctions, a message and a person decide a check each', async () => {
    internal.follow(async ({ id, type, data, org, subject }) => {
      if (type !== 'casetrail.check.requested.v1' || data.check_type !== 'CRA') return;
      await internal.send(internal.command(`cra-${id}`, 'casetrail.decide-check.v1', { check_id: data.check_id, outcome: 'ACCEPTED', risk_score: 0.2 }, `${org}.${subject}`));
    });
    screening.reply = async () => decision('ACCEPTED', { risk_score: 0.4, note: 'The passport is genuine.' });
    const opened = await open(['IDV', 'BLACKLIST', 'SANCTION', 'CRA', 'EDD_QUESTIONNAIRE'], 'Petrov, Vladimir');
    await eventually(async () => {
      const { checks } = await service.api.getCase(opened.id);
      expect(checks.filter(({ status }) => status === 'DECIDING').map(({ check_type }) => check_type)).toEqual(['EDD_QUESTIONNAIRE']);
    }, { withinMs: 60_000 });
    await service.api.decideCheck(checkOf(opened, 'EDD_QUESTIONNAIRE').id, { outcome: 'ACCEPTED' });

    const done = await completed(opened.id);
    expect(done).toMatchObject({ status: 'COMPLETED', outcome: 'REJECTED', risk_score: 1 });
    expect(checkOf(done, 'IDV')).toMatchObject({ outcome: 'ACCEPTED', risk_score: 0.4, note: 'The passport is genuine.' });
    expect(checkOf(done, 'BLACKLIST')).toMatchObject({
      outcome: 'REJECTED', risk_score: 1, title: '1 match',
      reasoning: [expect.stringContaining('list blacklist, version 1; a match has a score of 0.85'), expect.stringContaining('Vladimir Petrov (blacklist/B-17): 1.00')],
    });
    // The stand-in for OpenSanctions knows the name in the other order only.
    expect(checkOf(done, 'SANCTION')).toMatchObject({ outcome: 'ACCEPTED', risk_score: 0.3 });
    expect(yente.asked[0]).toMatchObject({
      path: '/match/sanctions?limit=10&threshold=0.7', authorization: 'ApiKey the-key', queries: { customer: { schema: 'Person', properties: { name: ['Petrov, Vladimir'] } } },
    });
    const actors = (await service.api.history(opened.id)).filter(({ event }) => event === 'check-decided').map(({ actor }) => actor.split(':')[1]);
    expect(new Set(actors)).toEqual(new Set(['provider/screening', 'provider/blacklist', 'provider/sanctions', internal.producerId, '11111111-1111-4111-8111-111111111111']));
  });

  it('asks a service once, signed, under an id of its own', async () => {
    const done = await completed((await open(['IDV'])).id);
    const [request, ...more] = askedAbout(screening, done.checks[0]!);
    expect(more).toEqual([]);
    expect(request).toMatchObject({ verdict: 'valid', method: 'POST', path: '/checks', json: { customer: { full_name: 'Ada Lovelace' } } });
    expect(request?.webhookId).toBe(`run_default.${request?.json.run_id}`);
  });

  it.each<[string, ProviderReply | undefined]>([
    ['is broken', { status: 503 }],
    ['answers nonsense', { status: 200, body: '<html>maintenance</html>' }],
    ['does not answer in time', undefined],
  ])('is tried again while its service %s', async (_, first) => {
    let calls = 0;
    screening.reply = async () => (++calls === 1 ? first : decision('ACCEPTED'));
    const done = await completed((await open(['IDV'])).id);
    expect(checkOf(done, 'IDV')).toMatchObject({ status: expect.stringMatching(/DECIDED|SUBMITTED/), outcome: 'ACCEPTED' });
    expect(new Set(askedAbout(screening, done.checks[0]!).map(({ webhookId }) => webhookId)).size).toBe(1);
    expect([calls, await decisions(done.id)]).toEqual([2, ['check-decided']]);
  });

  it('goes by its config before it goes by its type', async () => {
    const checks = [{ check_type: 'UNDERWRITING', provider: 'screening' }, { check_type: 'IDV', provider: 'manual' }, { check_type: 'PEP', provider: 'nobody' }];
    expect(await service.api.request('POST', '/api/case-configs/', { json: { slug: 'kyc', name: 'KYC', checks } })).toMatchObject({ status: 201 });
    const { body } = await service.api.request('POST', '/api/cases/', { json: { customer: { full_name: 'Ada Lovelace' }, case_config: 'kyc' } });
    const { id } = body as CaseBody;
    await eventually(async () => {
      expect((await service.api.getCase(id)).checks.map(({ status, note }) => [status, note])).toEqual([
        ['DECIDED', null], ['DECIDING', null], ['ERROR', 'Provider nobody: unknown_provider.'],
      ]);
    });
  });

  it('gets a case for each shareholder whom a service names', async () => {
    screening.reply = async () => decision('ACCEPTED', { shareholders: [{ full_name: 'Grace' }, { full_name: 'Mary' }] });
    for (const json of [
      { slug: 'kyb-side', name: 'KYB', checks: [{ check_type: 'UBO_RESOLUTION', provider: 'screening' }] },
      { slug: 'kyc-side', name: 'KYC', checks: [{ check_type: 'PEP' }] },
      { slug: 'both', name: 'Both', kyb: 'kyb-side', kyc: 'kyc-side' },
    ]) {
      expect(await service.api.request('POST', '/api/case-configs/', { json })).toMatchObject({ status: 201 });
    }
    const { body } = await service.api.request('POST', '/api/cases/', { json: { customer: { full_name: 'Engines Ltd' }, case_config: 'both' } });
    const { id } = body as CaseBody;
    const file = Buffer.from('An extract.').toString('base64');
    await service.api.request('POST', '/api/documents/', { json: { file, original_name: 'extract.txt', case_id: id } });
    expect(await service.api.startCase(id)).toMatchObject({ status: 200 });
    await eventually(async () => {
      const { body: children } = await service.api.request('GET', `/api/cases/${id}/children/`);
      expect((children as { results: CaseBody[] }).results.map(({ customer }) => customer.full_name).sort()).toEqual(['Grace', 'Mary']);
    });
    expect(await decisions(id)).toEqual(['check-decided']);
  });

  it('ends with an error when nobody can be asked, and is never accepted', async () => {
    const done = await completed((await open(['UNDERWRITING'])).id);
    expect(done).toMatchObject({ status: 'ERROR', failed: true, outcome: null, checks: [{ status: 'ERROR', note: 'Provider down: connect.' }] });
  });

  it('is not held up by another one’s service', async () => {
    const hanging = Promise.withResolvers<ProviderReply>();
    slow.reply = () => hanging.promise;
    const held = await Promise.all(Array.from({ length: 12 }, () => open(['WEB_PRESENCE'])));
    await eventually(() => {
      expect(slow.received.length).toBeGreaterThanOrEqual(8);
    });
    await completed((await open(['IDV', 'BLACKLIST'])).id);
    expect((await service.api.getCase(held[0]!.id)).is_complete).toBe(false);
    hanging.resolve(decision('ACCEPTED'));
    slow.reply = async () => decision('ACCEPTED');
    for (const { id } of held) expect(await completed(id)).toMatchObject({ outcome: 'ACCEPTED' });
  });

  it('keeps what was decided by hand while a service was thinking', async () => {
    const thinking = Promise.withResolvers<ProviderReply>();
    slow.reply = () => thinking.promise;
    const opened = await open(['WEB_PRESENCE']);
    const [check] = opened.checks;
    await eventually(() => {
      expect(askedAbout(slow, check!)).toHaveLength(1);
    });
    await service.api.decideCheck(check!.id, { outcome: 'REJECTED', note: 'by hand' });
    thinking.resolve(decision('ACCEPTED'));
    await answersOnRecord(check!.id);
    expect(await service.api.getCase(opened.id)).toMatchObject({ outcome: 'REJECTED', checks: [{ note: 'by hand' }] });
    expect(await decisions(opened.id)).toEqual(['check-decided']);
  });

  describe('by a callback', () => {
    beforeEach(() => {
      screening.reply = async () => ({ status: 202 });
    });

    it('are decided once, though it comes twice', async () => {
      const opened = await open(['IDV']);
      await eventually(() => {
        expect(askedAbout(screening, opened.checks[0]!)).toHaveLength(1);
      });
      for (let time = 0; time < 2; time++) await service.api.decideCheck(opened.checks[0]!.id, { outcome: 'ACCEPTED', note: 'later' });
      expect(await completed(opened.id)).toMatchObject({ outcome: 'ACCEPTED' });
      expect(await decisions(opened.id)).toEqual(['check-decided']);
    });

    it('are not decided by one that comes after somebody else has, or with another answer', async () => {
      const opened = await open(['IDV', 'IDV']);
      const callback = async (check: CheckBody, outcome: string) => {
        await eventually(() => {
          expect(askedAbout(screening, check)).toHaveLength(1);
        });
        const headers = { 'casetrail-check-run': askedAbout(screening, check)[0]!.json.run_id };
        return service.api.request('POST', `/api/checks/${check.id}/decide/`, { json: { outcome }, headers });
      };
      const [first, second] = opened.checks as [CheckBody, CheckBody];
      await service.api.decideCheck(first.id, { outcome: 'REJECTED', note: 'by hand' });
      expect(await callback(second, 'ACCEPTED')).toMatchObject({ status: 200 });
      expect(await callback(second, 'ACCEPTED')).toMatchObject({ status: 200 });
      expect(await callback(second, 'REJECTED')).toMatchObject({ status: 409, body: { code: 'check_not_waiting' } });
      const late = await service.api.request('POST', `/api/checks/${first.id}/decide/`, { json: { outcome: 'ACCEPTED' }, headers: { 'casetrail-check-run': `${first.id}.2` } });
      expect(late).toMatchObject({ status: 409, body: { code: 'check_not_waiting' } });
      expect(await completed(opened.id)).toMatchObject({ checks: [{ outcome: 'REJECTED', note: 'by hand' }, { outcome: 'ACCEPTED' }] });
    });

    it('end with an error when it never comes', async () => {
      const opened = await open(['IDV']);
      expect(await completed(opened.id)).toMatchObject({ status: 'ERROR', checks: [{ status: 'ERROR', note: 'Provider screening: no_answer_in_time.' }] });
      expect(askedAbout(screening, opened.checks[0]!)).toHaveLength(1);
    });
  });

  it('goes on after the service was killed while a provider was asked', async () => {
    let answer = Promise.withResolvers<ProviderReply>();
    slow.reply = () => answer.promise;
    const opened = await open(['WEB_PRESENCE']);
    await eventually(() => {
      expect(askedAbout(slow, opened.checks[0]!)).toHaveLength(1);
    });
    await service.kill();
    answer.resolve(decision('REJECTED'));
    answer = Promise.withResolvers();
    slow.reply = async () => decision('ACCEPTED');
    await service.start();
    expect(await completed(opened.id)).toMatchObject({ outcome: 'ACCEPTED' });
    const asked = askedAbout(slow, opened.checks[0]!);
    expect([asked.length, new Set(asked.map(({ webhookId }) => webhookId)).size, await decisions(opened.id)]).toEqual([2, 1, ['check-decided']]);
  });
});

/** What the provider said is in the run, whatever became of it. */
async function answersOnRecord(checkId: number): Promise<void> {
  await eventually(async () => {
    const log = await service.openLog();
    try {
      const events = await log.readAll({ filter: { types: ['check-run-closed'] } });
      expect(events.filter(({ stream }) => stream.startsWith(`checkRun-default.${checkId}.`))).toMatchObject([{ data: { effect: 'none' } }]);
    } finally {
      await log.close();
    }
  });
}

describe('the settings of providers', () => {
  it('are shown without a secret, and refuse what is wrong by its field', async () => {
    const { body } = await service.api.request('GET', '/api/providers/');
    expect(body).toMatchObject({ providers: { screening: { kind: 'http', attempts: 3 }, sanctions: { has_api_key: true } }, check_types: { SANCTION: 'sanctions' } });
    expect(JSON.stringify(body)).not.toMatch(/whsec_|the-key|v1\./);
    const wrong = { providers: { x: { kind: 'http', url: 'ftp://x' } }, check_types: { PEP: 'nobody' } };
    expect(await service.api.request('PUT', '/api/providers/', { json: wrong })).toMatchObject({ status: 400, body: { providers: { x: { url: [expect.any(String)] } } } });
    const unknown = { providers: {}, check_types: { PEP: 'nobody' } };
    expect(await service.api.request('PUT', '/api/providers/', { json: unknown })).toMatchObject({ status: 400, body: { check_types: { PEP: [expect.any(String)] } } });
  });
});

describe('watchlists', () => {
  it('have versions, and are listed without their entries', async () => {
    await uploadList('staff', 'name\nAda Lovelace\n');
    await uploadList('staff', 'name\nAda Lovelace\n');
    const json = { entries: [{ name: 'Ada Lovelace' }, { name: 'Charles Babbage', birth_dates: ['1791-12-26'] }] };
    expect(await service.api.request('PUT', '/api/watchlists/staff/', { json })).toMatchObject({ status: 200, body: { slug: 'staff', version: 2, entries: 2 } });
    expect((await service.api.request('GET', '/api/watchlists/staff/')).body).toMatchObject({ version: 2, entries: 2 });
    expect((await service.api.request('GET', '/api/watchlists/staff/versions/')).body).toMatchObject({ count: 2, results: [{ version: 2 }, { version: 1 }] });
    const { body } = await service.api.request('GET', '/api/watchlists/');
    expect(body).toMatchObject({ results: [{ slug: 'blacklist' }, { slug: 'staff', version: 2 }] });
    expect(JSON.stringify(body)).not.toContain('Lovelace');
  });

  it.each<[string, string, string | Uint8Array, string, number]>([
    ['that is no text', '/api/watchlists/x/', Uint8Array.from([0x6e, 0xff, 0xfe]), 'text/csv', 400],
    ['without its names', '/api/watchlists/x/', 'id\n1\n', 'text/csv', 400],
    ['of another kind', '/api/watchlists/x/', '<list/>', 'application/xml', 415],
    ['where none is wanted', '/api/providers/', 'name\nAda\n', 'text/csv', 415],
  ])('refuse a CSV %s', async (_, path, raw, type, status) => {
    expect(await service.api.request('PUT', path, { raw, headers: { 'content-type': type } })).toMatchObject({ status });
  });

  it.each([
    ['a list that is not there', 'GET', '/api/watchlists/nobody/', undefined, 404],
    ['versions of a list that is not there', 'GET', '/api/watchlists/nobody/versions/', undefined, 404],
    ['a name that cannot be one', 'PUT', '/api/watchlists/A%2FB/', { entries: [] }, 400],
    ['an entry without a name', 'PUT', '/api/watchlists/x/', { entries: [{ note: 'x' }] }, 400],
    ['an entry with a field that is not known', 'PUT', '/api/watchlists/x/', { entries: [{ name: 'x', dob: '1' }] }, 400],
  ] as const)('answer %s with its status', async (_, method, path, json, status) => {
    expect(await service.api.request(method, path, json ? { json } : {})).toMatchObject({ status });
  });
});
