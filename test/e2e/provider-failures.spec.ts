import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { CaseBody, CheckBody } from '../support/api-bodies.js';
import { decision, type ProviderReply } from '../support/check-provider.js';
import { eventually } from '../support/eventually.js';
import { askedAbout, ProviderScene } from '../support/provider-scene.js';

jest.setTimeout(180_000);

let scene: ProviderScene;
/** Cases that take their time to come to nothing: they have it while other specs run. */
let unreachable: CaseBody;
let forgotten: CaseBody;
beforeAll(async () => {
  scene = await ProviderScene.started();
  await scene.setProviders({ down: { kind: 'http', url: 'http://127.0.0.1:9/', attempts: 2 } }, { UNDERWRITING: 'down' });
  scene.screening.reply = async () => ({ status: 202 });
  unreachable = await scene.open(['UNDERWRITING']);
  forgotten = await scene.open(['IDV']);
  await scene.asked(scene.screening, forgotten.checks[0]!);
});
afterAll(() => scene.close());
beforeEach(() => {
  scene.answerAll();
});

describe('a check whose service is in trouble', () => {
  it('is asked for again: of one that is broken, that answers nonsense, that does not answer in time', async () => {
    const { screening } = scene;
    const troubles: (ProviderReply | undefined)[] = [{ status: 503 }, { status: 200, body: '<html>maintenance</html>' }, undefined];
    const opened = await scene.open(troubles.map(() => 'IDV'));
    const troubleOf = new Map(opened.checks.map(({ id }, index) => [id, troubles[index]]));
    screening.reply = async ({ json: { check } }) => (askedAbout(screening, check).length === 1 ? troubleOf.get(check.id) : decision('ACCEPTED'));
    expect(await scene.completed(opened.id)).toMatchObject({ outcome: 'ACCEPTED' });
    for (const check of opened.checks) {
      const asked = askedAbout(screening, check);
      expect([asked.length, new Set(asked.map(({ webhookId }) => webhookId)).size]).toEqual([2, 1]);
    }
    expect(await scene.decisions(opened.id)).toEqual(troubles.map(() => 'check-decided'));
  });

  it('ends with an error when nobody can be asked, and is never accepted', async () => {
    const done = await scene.completed(unreachable.id);
    expect(done).toMatchObject({ status: 'ERROR', failed: true, outcome: null, checks: [{ status: 'ERROR', note: 'Provider down: connect.' }] });
  });

  it('is not held up by another one’s service', async () => {
    const { slow } = scene;
    const hanging = Promise.withResolvers<ProviderReply>();
    slow.reply = () => hanging.promise;
    const held = await Promise.all(Array.from({ length: 12 }, () => scene.open(['WEB_PRESENCE'])));
    await eventually(() => {
      expect(slow.received.length).toBeGreaterThanOrEqual(8);
    });
    await scene.completed((await scene.open(['IDV'])).id);
    expect((await scene.service.api.getCase(held[0]!.id)).is_complete).toBe(false);
    hanging.resolve(decision('ACCEPTED'));
    slow.reply = async () => decision('ACCEPTED');
    for (const { id } of held) expect(await scene.completed(id)).toMatchObject({ outcome: 'ACCEPTED' });
  });

  it('keeps what was decided by hand while the service was thinking', async () => {
    const { slow, service } = scene;
    const thinking = Promise.withResolvers<ProviderReply>();
    slow.reply = () => thinking.promise;
    const opened = await scene.open(['WEB_PRESENCE']);
    const check = opened.checks[0]!;
    await scene.asked(slow, check);
    await service.api.decideCheck(check.id, { outcome: 'REJECTED', note: 'by hand' });
    thinking.resolve(decision('ACCEPTED'));
    await lateAnswerOnRecord(check);
    expect(await service.api.getCase(opened.id)).toMatchObject({ outcome: 'REJECTED', checks: [{ note: 'by hand' }] });
    expect(await scene.decisions(opened.id)).toEqual(['check-decided']);
  });

  it('is asked for again when Casetrail was killed while the service was asked', async () => {
    const { slow, service } = scene;
    const answer = Promise.withResolvers<ProviderReply>();
    slow.reply = () => answer.promise;
    const opened = await scene.open(['WEB_PRESENCE']);
    await scene.asked(slow, opened.checks[0]!);
    await service.kill();
    answer.resolve(decision('REJECTED'));
    slow.reply = async () => decision('ACCEPTED');
    await service.start();
    expect(await scene.completed(opened.id)).toMatchObject({ outcome: 'ACCEPTED' });
    const asked = askedAbout(slow, opened.checks[0]!);
    expect([asked.length, new Set(asked.map(({ webhookId }) => webhookId)).size, await scene.decisions(opened.id)]).toEqual([2, 1, ['check-decided']]);
  });
});

describe('a service that takes a check for later', () => {
  beforeEach(() => {
    scene.screening.reply = async () => ({ status: 202 });
  });

  it('decides it once, though its callback comes twice', async () => {
    const opened = await scene.open(['IDV']);
    await scene.asked(scene.screening, opened.checks[0]!);
    for (let time = 0; time < 2; time++) await scene.service.api.decideCheck(opened.checks[0]!.id, { outcome: 'ACCEPTED', note: 'later' });
    expect(await scene.completed(opened.id)).toMatchObject({ outcome: 'ACCEPTED' });
    expect(await scene.decisions(opened.id)).toEqual(['check-decided']);
  });

  it('does not decide it after somebody else has, or with another answer', async () => {
    const opened = await scene.open(['IDV', 'IDV']);
    const [first, second] = opened.checks as [CheckBody, CheckBody];
    const callback = async (check: CheckBody, outcome: string) => {
      const { json } = await scene.asked(scene.screening, check);
      return scene.service.api.request('POST', `/api/checks/${check.id}/decide/`, { json: { outcome }, headers: { 'casetrail-check-run': json.run_id } });
    };
    await scene.service.api.decideCheck(first.id, { outcome: 'REJECTED', note: 'by hand' });
    for (let time = 0; time < 2; time++) expect(await callback(second, 'ACCEPTED')).toMatchObject({ status: 200 });
    expect(await callback(second, 'REJECTED')).toMatchObject({ status: 409, body: { code: 'check_not_waiting' } });
    const late = await scene.service.api.request('POST', `/api/checks/${first.id}/decide/`, {
      json: { outcome: 'ACCEPTED' }, headers: { 'casetrail-check-run': `${first.id}.2` },
    });
    expect(late).toMatchObject({ status: 409, body: { code: 'check_not_waiting' } });
    expect(await scene.completed(opened.id)).toMatchObject({ checks: [{ outcome: 'REJECTED', note: 'by hand' }, { outcome: 'ACCEPTED' }] });
  });

  it('leads to an error when its callback never comes', async () => {
    expect(await scene.completed(forgotten.id)).toMatchObject({ status: 'ERROR', checks: [{ status: 'ERROR', note: 'Provider screening: no_answer_in_time.' }] });
    expect(askedAbout(scene.screening, forgotten.checks[0]!)).toHaveLength(1);
  });
});

/** What the service said is in the run, and nothing came of it. */
async function lateAnswerOnRecord({ id }: CheckBody): Promise<void> {
  await eventually(async () => {
    const log = await scene.service.openLog();
    try {
      const events = await log.readAll({ filter: { types: ['check-run-closed'] } });
      expect(events.filter(({ stream }) => stream.startsWith(`checkRun-default.${id}.`))).toMatchObject([{ data: { effect: 'none' } }]);
    } finally {
      await log.close();
    }
  });
}
