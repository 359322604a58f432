import { type Broker } from '#broker';
import { CaseReader } from '#cases';
import {
  completedCaseConsumer,
  loadSalesforceConnections,
  ReadModelBacklog,
  runDispatcher,
  SalesforceChannel,
  salesforceHost,
  WebhookChannel,
  type WebhookSecrets,
} from '#deliveries';
import { type Clock, type CommandRunner, type EventStore, type Logger, systemTimer } from '#event-sourcing';
import { addressPolicy, GuardedHttp } from '#outbound';
import type { Settings } from '#platform';
import type { ReadStore } from '#read-store';
import { PastCases } from './past-cases.js';
import { EVENTS_TOPIC } from './relay.js';

/** What deliveries need. */
export interface DeliveriesSettings {
  readonly eventStore: EventStore;
  readonly readStore: ReadStore;
  readonly broker: Broker;
  readonly runner: CommandRunner;
  readonly secrets: WebhookSecrets;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/**
 * Brings outcomes to customers' URLs and to Salesforce until the signal is aborted.
 * @throws Error naming the file and the field when the Salesforce connections cannot be used.
 */
export async function runDeliveries(options: DeliveriesSettings): Promise<void> {
  const { eventStore, readStore, broker, runner, secrets, settings, clock, logger, signal } = options;
  const file = settings.salesforceConnectionsFile;
  const connections = file === undefined ? new Map<string, never>() : loadSalesforceConnections(file);
  const http = new GuardedHttp({ policy: addressPolicy(settings.webhookAllowedNetworks) });
  const cases = new PastCases(new CaseReader(eventStore, readStore));

  const dispatcher = runDispatcher({
    store: eventStore,
    backlog: new ReadModelBacklog(readStore),
    runner,
    cases,
    channels: {
      webhook: new WebhookChannel(http, secrets, clock),
      salesforce: new SalesforceChannel(http, connections, clock),
    },
    clock,
    random: Math.random,
    timer: systemTimer,
    logger,
    signal,
  });
  const consumer = broker.consume({
    topic: EVENTS_TOPIC,
    group: 'deliveries',
    handle: completedCaseConsumer({ cases, runner, salesforceHost: salesforceHost(connections), clock }),
    signal,
    concurrency: 16,
    onStatus: (status) => {
      if (status.state === 'retrying') {
        logger.error({ offset: status.message.offset, failures: status.failures, err: status.error }, 'a message could not be handled, will be tried again');
      }
    },
  });
  await Promise.all([consumer, dispatcher.ended]);
  await http.close();
}
