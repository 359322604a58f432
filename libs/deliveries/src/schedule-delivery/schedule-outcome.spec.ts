import { beforeEach, describe, expect, it } from '@jest/globals';
import { CASE_COMPLETED, type IntegrationEvent } from '#broker';
import { CommandRunner } from '#event-sourcing';
import { InMemoryEventStore, ManualTime } from '#event-sourcing/testing';
import type { CompletedCase } from '../completed-cases.js';
import type { OutcomeRef, PlannedDelivery } from '../delivery.channel.js';
import { OutcomeScheduler } from './schedule-outcome.js';

const completed: CompletedCase = {
  webhookUrl: 'https://hooks.example.com/t/secret?token=abc',
  body: {},
  apiVersion: 3,
  syncPlatforms: [],
  document: {},
};

const event: IntegrationEvent = {
  id: '5b0e6f4e-0000-5000-8000-000000000001',
  type: CASE_COMPLETED,
  org: 'acme',
  subject: '17',
  time: '2026-01-02T03:04:05.678Z',
  sequence: 4,
  correlationId: 'request-1',
  data: {},
};

/** Three receivers: one that can be tried, two that are told apart by their records alone. */
const plan = (outcome: OutcomeRef): readonly PlannedDelivery[] => [
  { ...outcome, channel: 'webhook', host: 'hooks.example.com' },
  { ...outcome, channel: 'salesforce', host: 'login.example', platform: { domain: 'a.my.salesforce.com', id: '500A' } },
  { ...outcome, channel: 'salesforce', host: 'a.my.salesforce.com', platform: { domain: 'a.my.salesforce.com', id: '500B' }, impossible: 'not_configured' },
];

describe('scheduling the deliveries of an outcome', () => {
  let store: InMemoryEventStore;
  let asked: unknown[][];
  beforeEach(() => {
    store = new InMemoryEventStore();
    asked = [];
  });

  const scheduler = ({ found, events = store }: { found?: 'gone'; events?: InMemoryEventStore } = {}): OutcomeScheduler =>
    new OutcomeScheduler({
      channel: { plan },
      cases: {
        at: async (...args) => {
          asked.push(args);
          return found === 'gone' ? undefined : completed;
        },
      },
      runner: new CommandRunner(events),
      clock: new ManualTime(),
    });

  it('puts on record whatever the channel plans for the case as it was', async () => {
    await scheduler().schedule(event);
    expect(asked).toEqual([['acme', 17, 4]]);
    const log = await store.readAll();
    const outcome = { case_id: 17, case_revision: 4 };
    expect(log.map(({ type, data }) => ({ type, data }))).toEqual([
      { type: 'delivery-scheduled', data: { ...outcome, channel: 'webhook', host: 'hooks.example.com' } },
      {
        type: 'delivery-scheduled',
        data: { ...outcome, channel: 'salesforce', host: 'login.example', platform: { domain: 'a.my.salesforce.com', id: '500A' } },
      },
      {
        type: 'delivery-scheduled',
        data: { ...outcome, channel: 'salesforce', host: 'a.my.salesforce.com', platform: { domain: 'a.my.salesforce.com', id: '500B' } },
      },
      { type: 'delivery-abandoned', data: { attempts: 0, reason: 'not_configured' } },
    ]);
    expect(new Set(log.map(({ stream }) => stream)).size).toBe(3);
    for (const { stream, metadata } of log) {
      expect(stream).toMatch(/^delivery-acme\.[0-9a-f-]{36}$/);
      expect(metadata).toMatchObject({ org: 'acme', actor: 'system:deliveries', $correlationId: 'request-1', $causationId: event.id });
    }
    expect(JSON.stringify(log)).not.toMatch(/secret|token=/);
  });

  it('schedules nothing twice when the outcome comes again', async () => {
    await scheduler().schedule(event);
    const before = await store.readAll();
    await scheduler().schedule({ ...event, id: '5b0e6f4e-0000-5000-8000-000000000002' });
    expect(await store.readAll()).toEqual(before);
  });

  it('adds what is missing after a crash halfway', async () => {
    let appends = 0;
    const dying = Object.assign(Object.create(store) as InMemoryEventStore, {
      append: async (...args: Parameters<InMemoryEventStore['append']>) => {
        if (++appends > 1) throw new Error('the process ends here');
        return store.append(...args);
      },
    });
    await expect(scheduler({ events: dying }).schedule(event)).rejects.toThrow('ends here');
    expect(await store.readAll()).toHaveLength(1);
    await scheduler().schedule(event);
    expect(await store.readAll()).toHaveLength(4);
  });

  it('makes other deliveries of another outcome of the same case', async () => {
    await scheduler().schedule(event);
    await scheduler().schedule({ ...event, sequence: 6 });
    expect(new Set((await store.readAll()).map(({ data }) => data.case_revision))).toEqual(new Set([4, undefined, 6]));
    expect(await store.readAll()).toHaveLength(8);
  });

  it('has nothing to do for a case that is gone', async () => {
    await scheduler({ found: 'gone' }).schedule(event);
    expect(await store.readAll()).toEqual([]);
  });
});
