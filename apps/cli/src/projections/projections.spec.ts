import { ManualTime } from '#event-sourcing/testing';
import type { ProjectionReport } from '#operations';
import { describe, expect, it } from '@jest/globals';
import pc from 'picocolors';
import { CommandFailure } from '../failure.js';
import { progressLine } from '../progress-bar.js';
import { ServiceUnreachable } from '../service-connection.js';
import { formatProjections } from './format-projections.js';
import { projectionProblem } from './projection-health.js';
import { rebuildSummary } from './rebuild.command.js';
import { watchRebuild } from './watch-rebuild.js';

const NOW = Date.parse('2026-01-01T00:00:10.000Z');
const build = (id: string, events: number) => ({ build: id, version: 1, events, position: null });
const report = (change: Partial<ProjectionReport> = {}): ProjectionReport => ({
  name: 'cases', state: 'live', active: build('v1_1', 1_234), building: null, total: null, rebuilding: false,
  events_per_second: 0, error: null, updated_at: '2026-01-01T00:00:09.500Z', ...change,
});

describe('the read models in a terminal', () => {
  it('stand in a table', () => {
    const reports = [
      report(),
      report({ name: 'checks', state: 'building', building: build('v1_2', 500), total: 2_000, events_per_second: 61_234.4 }),
      report({ name: 'customers', state: 'catching_up', active: null, building: build('v1_1', 7) }),
      report({ name: 'deliveries', state: 'not_started', active: null, updated_at: null }),
    ];
    expect(formatProjections(reports, NOW, pc.createColors(false))).toBe(`PROJECTION  STATE        BUILD           EVENTS  EVENTS/S  REPORTED
cases       live         v1_1             1,234         0  500 ms ago
checks      building     v1_1 → v1_2  500/2,000    61,234  500 ms ago
customers   catching up  – → v1_1           7/?         0  500 ms ago
deliveries  not started  –                    0         0  never
`);
  });

  it.each<[string | undefined, Partial<ProjectionReport>]>([
    [undefined, {}],
    [undefined, { state: 'building', rebuilding: true }],
    ['cases: no projector has ever run on it', { state: 'not_started', updated_at: null }],
    ['cases: its projector has been stopped for 500 ms', { state: 'stopped' }],
    ['cases: its projector has been silent for 1 min', { updated_at: '2025-12-31T23:59:10.000Z' }],
    ['cases: disk\\u0007 full', { state: 'retrying', error: 'disk\u0007 full' }],
  ])('have this to be seen to: %s', (problem, change) => {
    expect(projectionProblem(report(change), NOW)).toBe(problem);
  });
});

describe('the line that shows progress', () => {
  it.each([
    ['█░ 50%  1,000/2,000 events  500/s  2 s left', { done: 1_000, total: 2_000, perSecond: 500 }],
    ['█░ 0%  0/2,000 events  0/s', { done: 0, total: 2_000, perSecond: 0 }],
    ['█░ 100%  2,100/2,000 events  500/s  0 ms left', { done: 2_100, total: 2_000, perSecond: 500 }],
    ['1,000 events  500/s', { done: 1_000, total: undefined, perSecond: 500 }],
  ])('is "%s"', (line, progress) => {
    expect(progressLine('█░', progress)).toBe(line);
  });
});

it('sums a rebuild up', () => {
  expect(rebuildSummary(report({ active: build('v1_2', 210_000) }), 6_000)).toBe(
    'Queries of cases read the new build v1_2: 210,000 events in 6 s, 35,000 events/s.',
  );
  expect(rebuildSummary(report({ active: build('v1_2', 1) }), 1_500)).toBe('Queries of cases read the new build v1_2: 1 event in 1.5 s.');
});

describe('watching a rebuild', () => {
  const during = report({ rebuilding: true, building: build('v1_2', 9), updated_at: '2026-01-01T00:00:09.900Z' });
  const done = report({ active: build('v1_2', 1_234) });

  /** Watches, with these looks, the last of them again and again, each 200 ms after the one before. */
  async function watched(...looks: (ProjectionReport | Error)[]) {
    const time = new ManualTime();
    const seen: ProjectionReport[] = [];
    let looked = 0;
    const ended = watchRebuild({
      before: report({ rebuilding: true }),
      read: async () => {
        const look = looks[Math.min(looked++, looks.length - 1)]!;
        if (look instanceof Error) throw look;
        return look;
      },
      seen: (each) => void seen.push(each),
      clock: time,
      timer: {
        delay: async (milliseconds) => {
          time.advance(milliseconds);
        },
      },
    });
    return { result: await ended.catch((error: unknown) => error), looked, seen };
  }

  it('ends when queries read the new build', async () => {
    const { result, seen } = await watched(report({ rebuilding: true }), during, done);
    expect(result).toBe(done);
    expect(seen).toEqual([report({ rebuilding: true }), during, done]);
  });

  it('does not take what the projector told before the switch for its end', async () => {
    const { looked } = await watched(report(), { ...during, rebuilding: false }, report({ active: build('v1_2', 9), rebuilding: true }), done);
    expect(looked).toBe(4);
  });

  it('gets over a service that is started anew', async () => {
    const { result } = await watched(during, new ServiceUnreachable('gone'), new ServiceUnreachable('gone'), done);
    expect(result).toBe(done);
  });

  it('gives up after half a minute without news', async () => {
    const { result, looked } = await watched(during);
    expect(result).toBeInstanceOf(CommandFailure);
    expect((result as Error).message).toContain('silent for 30 s');
    expect(looked).toBe(151);
  });

  it('says that the service is gone when it stays away', async () => {
    const gone = new ServiceUnreachable('gone');
    expect((await watched(during, gone)).result).toBe(gone);
  });

  it('passes on what is really wrong at once', async () => {
    const refused = new CommandFailure('403');
    expect(await watched(refused)).toMatchObject({ result: refused, looked: 1 });
  });
});
