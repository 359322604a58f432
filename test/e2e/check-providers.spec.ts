import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { CaseBody } from '../support/api-bodies.js';
import { decision } from '../support/check-provider.js';
import { eventually } from '../support/eventually.js';
import { InternalService } from '../support/internal-service.js';
import { askedAbout, checkOf, ProviderScene } from '../support/provider-scene.js';
import { startYente, type YenteServer } from '../support/yente-server.js';

jest.setTimeout(180_000);

let scene: ProviderScene;
let yente: YenteServer;
let internal: InternalService;

beforeAll(async () => {
  [scene, yente] = await Promise.all([
    ProviderScene.started(),
    startYente([{ id: 'NK-1', caption: 'Vladimir Petrov', datasets: ['sanctions'] }, { id: 'NK-2', caption: 'Ada Lovelace', datasets: ['peps'] }]),
  ]);
  internal = await InternalService.connected('screening', scene.service.brokerUrl, scene.service.api);
  await scene.setProviders(
    {
      blacklist: { kind: 'watchlist', watchlists: ['blacklist'], on_match: 'REJECTED' },
      sanctions: { kind: 'yente', url: yente.url, dataset: 'sanctions', api_key: 'the-key' },
    },
    { BLACKLIST: 'blacklist', SANCTION: 'sanctions', CRA: 'broker' },
  );
});
afterAll(() => internal.disconnect());
afterAll(() => scene.close());
afterAll(() => yente.close());
beforeEach(() => {
  scene.answerAll();
});

describe('a case whose checks have providers', () => {
  it('reaches its outcome: a service, lists, OpenSanctions, a message and a person decide a check each', async () => {
    const { service, screening } = scene;
    const raw = 'id,name,aliases,birth_dates,note\nB-17,Vladimir Petrov,Walter Peters,1965-03-17,Fraud in 2024\nB-18,Eve Malory,,,\n';
    expect(await service.api.request('PUT', '/api/watchlists/blacklist/', { raw, headers: { 'content-type': 'text/csv' } })).toMatchObject({ status: 200 });
    internal.follow(async ({ id, type, data, org, subject }) => {
      if (type !== 'casetrail.check.requested.v1' || data.check_type !== 'CRA') return;
      await internal.send(internal.command(`cra-${id}`, 'casetrail.decide-check.v1', { check_id: data.check_id, outcome: 'ACCEPTED', risk_score: 0.2 }, `${org}.${subject}`));
    });
    screening.reply = async () => decision('ACCEPTED', { risk_score: 0.4, note: 'The passport is genuine.' });
    const opened = await scene.open(['IDV', 'BLACKLIST', 'SANCTION', 'CRA', 'EDD_QUESTIONNAIRE'], 'Petrov, Vladimir');
    await eventually(async () => {
      const { checks } = await service.api.getCase(opened.id);
      expect(checks.filter(({ status }) => status === 'DECIDING').map(({ check_type }) => check_type)).toEqual(['EDD_QUESTIONNAIRE']);
    }, { withinMs: 60_000 });
    await service.api.decideCheck(checkOf(opened, 'EDD_QUESTIONNAIRE').id, { outcome: 'ACCEPTED' });

    const done = await scene.completed(opened.id);
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
    const done = await scene.completed((await scene.open(['IDV'])).id);
    const [request, ...more] = askedAbout(scene.screening, done.checks[0]!);
    expect(more).toEqual([]);
    expect(request).toMatchObject({ verdict: 'valid', method: 'POST', path: '/checks', json: { customer: { full_name: 'Ada Lovelace' } } });
    expect(request?.webhookId).toBe(`run_default.${request?.json.run_id}`);
  });

  it('goes by its config before it goes by its type', async () => {
    const { api } = scene.service;
    const checks = [{ check_type: 'UNDERWRITING', provider: 'screening' }, { check_type: 'IDV', provider: 'manual' }, { check_type: 'PEP', provider: 'nobody' }];
    expect(await api.request('POST', '/api/case-configs/', { json: { slug: 'kyc', name: 'KYC', checks } })).toMatchObject({ status: 201 });
    const { body } = await api.request('POST', '/api/cases/', { json: { customer: { full_name: 'Ada Lovelace' }, case_config: 'kyc' } });
    const { id } = body as CaseBody;
    await eventually(async () => {
      expect((await api.getCase(id)).checks.map(({ status, note }) => [status, note])).toEqual([
        ['DECIDED', null], ['DECIDING', null], ['ERROR', 'Provider nobody: unknown_provider.'],
      ]);
    });
  });

  it('gets a case for each shareholder whom a service names', async () => {
    const { api } = scene.service;
    scene.screening.reply = async () => decision('ACCEPTED', { shareholders: [{ full_name: 'Grace' }, { full_name: 'Mary' }] });
    for (const json of [
      { slug: 'kyb-side', name: 'KYB', checks: [{ check_type: 'UBO_RESOLUTION', provider: 'screening' }] },
      { slug: 'kyc-side', name: 'KYC', checks: [{ check_type: 'PEP' }] },
      { slug: 'both', name: 'Both', kyb: 'kyb-side', kyc: 'kyc-side' },
    ]) {
      expect(await api.request('POST', '/api/case-configs/', { json })).toMatchObject({ status: 201 });
    }
    const { body } = await api.request('POST', '/api/cases/', { json: { customer: { full_name: 'Engines Ltd' }, case_config: 'both' } });
    const { id } = body as CaseBody;
    const file = Buffer.from('An extract.').toString('base64');
    await api.request('POST', '/api/documents/', { json: { file, original_name: 'extract.txt', case_id: id } });
    expect(await api.startCase(id)).toMatchObject({ status: 200 });
    await eventually(async () => {
      const { body: children } = await api.request('GET', `/api/cases/${id}/children/`);
      expect((children as { results: CaseBody[] }).results.map(({ customer }) => customer.full_name).sort()).toEqual(['Grace', 'Mary']);
    });
    expect(await scene.decisions(id)).toEqual(['check-decided']);
  });
});
