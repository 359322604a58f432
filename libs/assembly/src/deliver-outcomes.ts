import { CASE_COMPLETED } from '#broker';
import { CaseReader } from '#cases';
import {
  type DeliveryChannel,
  dispatchDeliveries,
  loadSalesforceConnections,
  OutcomeScheduler,
  pendingDeliveries,
  SalesforceChannel,
  SchedulingModule,
  WebhookChannel,
} from '#deliveries';
import { ReadModelBacklog } from '#dispatch';
import { CommandRunner, systemClock, systemTimer } from '#event-sourcing';
import { OrganizationDirectory } from '#organizations';
import { addressPolicy, GuardedHttp, type OutboundHttp } from '#outbound';
import type { Settings } from '#platform';
import type { Background, BackgroundPart } from './background-part.js';
import { handleMessages } from './handle-messages.js';
import { PastCases } from './past-cases.js';
import { EVENT_TYPES, EVENTS_TOPIC } from './relay.js';

/** Brings outcomes to customers' URLs. */
export const deliverWebhooks: BackgroundPart = async (background) => {
  const { platform, stores } = background;
  const { settings, masterKey, logger, clock = systemClock } = platform;
  const secrets = new OrganizationDirectory(stores.eventStore, masterKey, logger, { clock });
  await secrets.start(background.signal);
  await withHttp(settings, (http) => deliverOver(new WebhookChannel(http, secrets, clock), 'webhooks', background));
  await secrets.stop();
};

/**
 * Brings outcomes to Salesforce.
 * @throws Error naming the file and the field when the connections cannot be used.
 */
export const deliverToSalesforce: BackgroundPart = async (background) => {
  const { settings, clock = systemClock } = background.platform;
  const file = settings.salesforceConnectionsFile;
  const connections = file === undefined ? new Map<string, never>() : loadSalesforceConnections(file);
  await withHttp(settings, (http) => deliverOver(new SalesforceChannel(http, connections, clock), 'salesforce', background));
};

async function withHttp(settings: Settings, use: (http: OutboundHttp) => Promise<void>): Promise<void> {
  const http = new GuardedHttp({ policy: addressPolicy(settings.webhookAllowedNetworks) });
  await use(http);
  await http.close();
}

/** Every process of the group schedules deliveries; one of them makes the attempts. */
async function deliverOver(channel: DeliveryChannel, group: string, background: Background): Promise<void> {
  const { platform, stores, broker, oneAtATime, signal } = background;
  const { logger, clock = systemClock } = platform;
  const { eventStore, readStore } = stores;
  const runner = new CommandRunner(eventStore);
  const cases = new PastCases(new CaseReader(eventStore, readStore));
  const scheduler = new OutcomeScheduler({ channel, cases, runner, clock });
  const backlog = new ReadModelBacklog(readStore, pendingDeliveries(channel.name));

  const knownTypes = EVENT_TYPES.filter((type) => type !== CASE_COMPLETED);
  const consumer = handleMessages(SchedulingModule.forChannel(scheduler), { broker, topic: EVENTS_TOPIC, group, knownTypes, signal, logger });
  const dispatcher = oneAtATime(`dispatcher.${group}`, async (turn) => {
    const settings = { store: eventStore, backlog, runner, cases, channel, clock, random: Math.random, timer: systemTimer, logger };
    await dispatchDeliveries({ ...settings, signal: turn.signal }).ended;
  });
  await Promise.all([consumer, dispatcher]);
}
