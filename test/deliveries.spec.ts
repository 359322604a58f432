import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CASE_COMPLETED, type Broker, fromMessage, type IntegrationEvent, runRelay } from '#broker';
import { openBroker } from '#broker/engines';
import {
  type CompletedCase,
  deliveriesProjection,
  DELIVERIES,
  dispatchDeliveries,
  OutcomeScheduler,
  parseSalesforceConnections,
  pendingDeliveries,
  SalesforceChannel,
  WebhookChannel,
} from '#deliveries';
import { ReadModelBacklog } from '#dispatch';
import { type Clock, CommandRunner, type EventStore, type JsonObject, Projector, silentLogger, systemClock, systemTimer, type Timer } from '#event-sourcing';
import { openEventStore } from '#event-store';
import { addressPolicy, GuardedHttp } from '#outbound';
import type { ReadStore } from '#read-store';
import { openReadStore } from '#read-store/engines';
import { type SalesforceStandIn, startSalesforce } from './support/salesforce.js';
import { startWebhookReceiver, type WebhookReceiver } from './support/webhook-receiver.js';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const DOMAIN = 'acme.my.salesforce.com';

const begun = Date.now();
/** Time that goes a hundred times as fast, so that the pauses between attempts are short. */
const hurriedTime: Clock & Timer = {
  now: () => begun + (Date.now() - begun) * 100,
  delay: (milliseconds, signal) => systemTimer.delay(milliseconds / 100, signal),
};

/** The way out of the service on the embedded engines, from the log to the receivers. */
class WayOut {
  private constructor(
    readonly events: EventStore,
    readonly readStore: ReadStore,
    private readonly broker: Broker,
    private readonly http: GuardedHttp,
    private readonly stop: AbortController,
    private readonly running: readonly Promise<unknown>[],
  ) {}

  static async open(folder: string, completed: CompletedCase, salesforceUrl: string, allowed: readonly string[]): Promise<WayOut> {
    const events = await openEventStore(`sqlite:${folder}/events.db`);
    const readStore = await openReadStore(`sqlite:${folder}/read.db`);
    const broker = await openBroker(`sqlite:${folder}/broker.db`);
    const http = new GuardedHttp({ policy: addressPolicy(allowed) });
    const connections = parseSalesforceConnections(
      JSON.stringify([{ domain: DOMAIN, client_id: 'id', client_secret: 'secret', instance_url: salesforceUrl, fields: { Status: { from: 'outcome' } } }]),
      'FILE',
    );
    const stop = new AbortController();
    const { signal } = stop;
    const runner = new CommandRunner(events);
    const cases = { at: async () => completed };
    const logger = silentLogger;
    const translate = ({ id, type, stream, revision, metadata }: Parameters<Parameters<typeof runRelay>[0]['translate']>[0]): IntegrationEvent[] =>
      type !== 'case-completed' ? [] : [{
        id, type: CASE_COMPLETED, org: metadata.org, subject: stream.split('.')[1] ?? '', time: metadata.occurred_at,
        sequence: revision, correlationId: metadata.$correlationId, data: {},
      }];
    const running = [
      runRelay({ store: events, broker, name: 'cases', topic: 'cases', categories: ['case'], translate, signal, logger }).ended,
      ...[
        new WebhookChannel(http, { of: async () => [SECRET] }, systemClock),
        new SalesforceChannel(http, connections, systemClock),
      ].flatMap((channel) => {
        const scheduler = new OutcomeScheduler({ channel, cases, runner, clock: hurriedTime });
        const backlog = new ReadModelBacklog(readStore, pendingDeliveries(channel.name));
        return [
          broker.consume({
            topic: 'cases', group: channel.name, signal, concurrency: 8,
            handle: (message) => scheduler.schedule(fromMessage(message)),
          }),
          dispatchDeliveries({
            store: events, runner, cases, clock: hurriedTime, timer: hurriedTime, random: () => 0.5, signal, logger, backlog, channel,
          }).ended,
        ];
      }),
      new Projector({ projection: deliveriesProjection, events, store: readStore, logger }).run(signal),
    ];
    return new WayOut(events, readStore, broker, http, stop, running);
  }

  /** A case gets its outcome. */
  async complete(caseId: number): Promise<void> {
    await this.events.append(`case-acme.${caseId}`, 'no-stream', [{
      id: `00000000-0000-5000-8000-${String(caseId).padStart(12, '0')}`, type: 'case-completed', data: {},
      metadata: {
        org: 'acme', actor: 'client:test', command_id: `complete/${caseId}`, schema_version: 1, occurred_at: new Date().toISOString(),
        $correlationId: `request-${caseId}`, $causationId: `complete/${caseId}`,
      },
    }]);
  }

  /** The deliveries of a status, once there are so many of which this is true. */
  async until(status: string, count: number, holds: (document: JsonObject) => boolean = () => true): Promise<readonly JsonObject[]> {
    for (;;) {
      const found = await this.readStore.find(DELIVERIES, {
        filter: [{ field: 'channel', in: ['webhook', 'salesforce'] }, { field: 'status', eq: status }],
        sort: { field: 'next_attempt_at', direction: 'asc' }, limit: 1_000,
      });
      const those = found.filter(holds);
      if (those.length >= count) return those;
      await systemTimer.delay(10);
    }
  }

  async close(): Promise<void> {
    this.stop.abort();
    await Promise.all(this.running);
    await this.http.close();
    await this.broker.close();
    await this.readStore.close();
    await this.events.close();
  }
}

describe('the way out of the service', () => {
  let folder: string;
  let receiver: WebhookReceiver;
  let salesforce: SalesforceStandIn;
  let out: WayOut | undefined;
  const completed = (): CompletedCase => ({
    webhookUrl: `${receiver.url}/hook`,
    body: { id: 17, outcome: 'ACCEPTED' },
    apiVersion: 3,
    syncPlatforms: [{ domain: DOMAIN, id: '500A' }],
    document: { id: 17, outcome: 'ACCEPTED' },
  });
  const open = async (allowed = ['127.0.0.0/8']): Promise<WayOut> => (out = await WayOut.open(folder, completed(), salesforce.url, allowed));

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'way-out-'));
    receiver = await startWebhookReceiver([SECRET]);
    salesforce = await startSalesforce({ id: 'id', secret: 'secret' }, ['500A']);
  });
  afterEach(async () => {
    await out?.close();
    await Promise.all([receiver.close(), salesforce.close()]);
    await rm(folder, { recursive: true });
  });

  it('brings an outcome to the webhook and to Salesforce, once', async () => {
    const service = await open();
    await service.complete(17);
    await service.until('succeeded', 2);
    expect(receiver.received).toMatchObject([{ method: 'POST', path: '/hook', verdict: 'valid', attempt: 1, body: '{"id":17,"outcome":"ACCEPTED"}' }]);
    expect(salesforce.records.get('500A')).toEqual({ Status: 'ACCEPTED' });
    expect(salesforce.requests).toHaveLength(2);
  });

  it('keeps trying through failures and a restart, with one webhook-id', async () => {
    receiver.answers.push(503);
    salesforce.refusals.push(503);
    const before = await open();
    await before.complete(17);
    await receiver.arrived(1);
    await before.close();

    const after = await open();
    await after.until('succeeded', 2);
    expect(receiver.received.map(({ attempt, verdict }) => [attempt, verdict])).toEqual([[1, 'valid'], [2, 'valid']]);
    expect(new Set(receiver.received.map(({ webhookId }) => webhookId)).size).toBe(1);
    expect(salesforce.records.get('500A')).toEqual({ Status: 'ACCEPTED' });
  });

  it('talks to no address that is not public, unless it is allowed', async () => {
    const service = await open([]);
    await service.complete(17);
    const deliveries = await service.until('pending', 2, ({ attempts }) => Number(attempts) > 1);
    expect(deliveries.map(({ reason }) => reason)).toEqual(['refused_address', 'refused_address']);
    expect([receiver.received, salesforce.requests]).toEqual([[], []]);
  });

  it('delivers many outcomes, each once', async () => {
    const service = await open();
    await Promise.all(Array.from({ length: 200 }, (_, index) => service.complete(index + 1)));
    await service.until('succeeded', 400);
    expect(new Set(receiver.received.map(({ webhookId }) => webhookId)).size).toBe(200);
    expect(receiver.received).toHaveLength(200);
  });
});
