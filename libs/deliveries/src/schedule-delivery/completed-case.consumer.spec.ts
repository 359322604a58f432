import { beforeEach, describe, expect, it } from '@jest/globals';
import { CASE_COMPLETED, type IntegrationEvent, MalformedMessageError, toMessage } from '#broker';
import { CommandRunner } from '#event-sourcing';
import { InMemoryEventStore, ManualTime } from '#event-sourcing/testing';
import type { CompletedCase } from '../completed-cases.js';
import { completedCaseConsumer } from './completed-case.consumer.js';

const completed: CompletedCase = {
  webhookUrl: 'https://hooks.example.com:8443/t/secret?token=abc',
  body: {},
  apiVersion: 3,
  syncPlatforms: [
    { domain: 'acme.my.salesforce.com', id: '500A' },
    { domain: 'ACME.my.salesforce.com', id: '500A' },
    { domain: 'other.my.salesforce.com', id: '500B' },
    { domain: 'acme.hubspot.com', id: '1' },
    { domain: 'evil-salesforce.com', id: '2' },
  ],
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

describe('the consumer of completed cases', () => {
  let store: InMemoryEventStore;
  let asked: unknown[][];
  beforeEach(() => {
    store = new InMemoryEventStore();
    asked = [];
  });

  const consumer = (found: CompletedCase | undefined = completed, events: InMemoryEventStore = store) =>
    completedCaseConsumer({
      cases: {
        at: async (...args) => {
          asked.push(args);
          return found;
        },
      },
      runner: new CommandRunner(events),
      salesforceHost: (domain) => (domain === 'acme.my.salesforce.com' ? 'login.example' : undefined),
      clock: new ManualTime(),
    });

  it('schedules the webhook and each Salesforce record of the case as it was', async () => {
    await consumer()(toMessage(event));
    expect(asked).toEqual([['acme', 17, 4]]);
    const log = await store.readAll();
    const outcome = { case_id: 17, case_revision: 4 };
    expect(log.map(({ type, data }) => ({ type, data }))).toEqual([
      { type: 'delivery-scheduled', data: { ...outcome, channel: 'webhook', host: 'hooks.example.com:8443' } },
      {
        type: 'delivery-scheduled',
        data: { ...outcome, channel: 'salesforce', host: 'login.example', platform: { domain: 'acme.my.salesforce.com', id: '500A' } },
      },
      {
        type: 'delivery-scheduled',
        data: { ...outcome, channel: 'salesforce', host: 'other.my.salesforce.com', platform: { domain: 'other.my.salesforce.com', id: '500B' } },
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

  it('schedules nothing twice when the message comes again', async () => {
    await consumer()(toMessage(event));
    const before = await store.readAll();
    await consumer()(toMessage({ ...event, id: '5b0e6f4e-0000-5000-8000-000000000002' }));
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
    await expect(consumer(completed, dying)(toMessage(event))).rejects.toThrow('ends here');
    expect(await store.readAll()).toHaveLength(1);
    await consumer()(toMessage(event));
    expect(await store.readAll()).toHaveLength(4);
  });

  it('makes another delivery of another outcome of the same case', async () => {
    await consumer({ ...completed, syncPlatforms: [] })(toMessage(event));
    await consumer({ ...completed, syncPlatforms: [] })(toMessage({ ...event, sequence: 6 }));
    expect((await store.readAll()).map(({ data }) => data.case_revision)).toEqual([4, 6]);
  });

  it('has nothing to do for a case that nobody waits for, nor for other messages', async () => {
    await consumer({ ...completed, webhookUrl: null, syncPlatforms: [] })(toMessage(event));
    await consumer()(toMessage({ ...event, type: 'casetrail.check.requested.v1' }));
    expect(await store.readAll()).toEqual([]);
  });

  it('lets nothing pass that it cannot read', async () => {
    await expect(consumer()({ key: 'a', headers: {}, value: '{}' })).rejects.toThrow(MalformedMessageError);
  });
});
