import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Broker, toMessage } from '#broker';
import { openBroker } from '#broker/engines';
import { randomIds, systemClock, systemTimer } from '#event-sourcing';
import { loadSettings } from '#platform';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pc from 'picocolors';
import { runCli } from '../run-cli.js';

const TOPIC = 'casetrail.events';
const completed = (subject: string) =>
  toMessage({
    id: '7d9f2c7e-5a53-5f5e-9d0c-0f6f0a1b2c3d', type: 'casetrail.case.completed.v1', org: 'acme', subject,
    time: '2026-01-02T03:04:05.678Z', sequence: 1, correlationId: 'c', data: { case_id: Number(subject) },
  });

describe('dead letters in a terminal', () => {
  let folder: string;
  let service: Broker;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dead-letters-'));
    service = await openBroker(`sqlite:${folder}/broker.db`, { clock: { now: () => Date.parse('2026-01-02T03:04:06Z') } });
  });
  afterEach(async () => {
    await service.close();
    await rm(folder, { recursive: true });
  });

  const run = (...argv: string[]) => runIn(folder, ...argv);

  async function runIn(dataDir: string, ...argv: string[]) {
    const said = { out: '', err: '' };
    const code = await runCli(['dead-letters', ...argv], {
      terminal: {
        out: (text) => void (said.out += text), err: (text) => void (said.err += text), colours: pc.createColors(false), progress: undefined,
      },
      clock: systemClock, timer: systemTimer, ids: randomIds, fetch, input: () => Promise.resolve(''), settings: () => loadSettings({ DATA_DIR: dataDir }),
    });
    return { code, ...said };
  }

  /** Runs the group's consumer until so many messages were handled or put aside. */
  async function consume(count: number, fails: (key: string) => boolean, group = 'webhooks'): Promise<string[]> {
    const handled: string[] = [];
    const stop = new AbortController();
    let left = count;
    const one = (): void => {
      if (--left === 0) stop.abort();
    };
    await service.consume({
      topic: TOPIC, group, signal: stop.signal, attempts: 1,
      handle: async ({ key }) => {
        if (fails(key)) throw new TypeError(`no \u0007 ${key}`);
        handled.push(key);
        one();
      },
      onStatus: ({ state }) => {
        if (state === 'parked') one();
      },
    });
    return handled;
  }

  it('stand in a table, with what went wrong', async () => {
    await service.publish(TOPIC, [completed('1'), completed('17'), completed('17'), { key: 'odd', headers: {}, value: '{' }]);
    await consume(4, (key) => key !== 'acme.1');
    const { code, out } = await run('list');
    expect(code).toBe(0);
    expect(out).toBe(`KEY      TYPE                         OFFSET  ATTEMPTS  PARKED AT                 ERROR
acme.17  casetrail.case.completed.v1       1         1  2026-01-02T03:04:06.000Z  TypeError: no \\u0007 acme.17
acme.17  casetrail.case.completed.v1       2         0  2026-01-02T03:04:06.000Z  waits behind an earlier message of its key
odd      –                                 3         1  2026-01-02T03:04:06.000Z  TypeError: no \\u0007 odd

3 dead letters of 2 keys, of group webhooks in casetrail.events.
`);
  });

  it('are there for machines, with the message', async () => {
    await service.publish(TOPIC, [completed('17')]);
    await consume(1, () => true, 'another');
    const { out } = await run('list', '--group', 'another', '--json');
    expect(JSON.parse(out)).toEqual({
      topic: TOPIC,
      group: 'another',
      dead_letters: [{
        key: 'acme.17', type: 'casetrail.case.completed.v1', offset: '0', attempts: 1, error: 'TypeError: no \u0007 acme.17',
        parked_at: '2026-01-02T03:04:06.000Z', headers: completed('17').headers, value: '{"case_id":17}',
      }],
    });
  });

  it('may be none', async () => {
    expect(await run('list')).toEqual({ code: 0, out: 'No dead letters of group webhooks in casetrail.events.\n', err: '' });
    expect(await run('replay')).toEqual({ code: 0, out: 'Group webhooks has no dead letters in casetrail.events.\n', err: '' });
    expect(await run('list', '--topic', 'other')).toMatchObject({ out: 'No dead letters of group webhooks in other.\n' });
  });

  it('are handled once more by the service', async () => {
    await service.publish(TOPIC, [completed('1'), completed('1'), completed('2')]);
    await consume(3, () => true);
    expect((await run('replay', '--key', 'acme.1')).out).toContain('Asked group webhooks to handle 2 dead letters once more.');
    expect(await consume(2, () => false)).toEqual(['acme.1', 'acme.1']);
    const { out } = await run('replay', '--json');
    expect(JSON.parse(out)).toEqual({ topic: TOPIC, group: 'webhooks', key: null, dead_letters: 1 });
    expect(await consume(1, () => false)).toEqual(['acme.2']);
    expect((await run('list')).out).toContain('No dead letters');
  });

  it('are not there for a key that has none', async () => {
    const { code, err } = await run('replay', '--key', 'acme.5');
    expect([code, err]).toEqual([1, 'casetrail: Group webhooks has no dead letter of key "acme.5" in casetrail.events. "dead-letters list" shows those that it has.\n']);
  });

  it('are not looked for where there is no broker', async () => {
    const { code, err } = await runIn('/there/is/no/such/folder', 'list');
    expect([code, err]).toEqual([
      1, 'casetrail: There is no broker at /there/is/no/such/folder/broker.db. DATA_DIR or BROKER_URL says where it is; the service makes it when it starts.\n',
    ]);
  });
});
