import { type Broker, fromMessage, type IntegrationEvent, type Message } from '#broker';
import { openBroker } from '#broker/engines';
import { COMMANDS_TOPIC, REPLIES_TOPIC, signCommand } from '#messaging';
import type { ApiClient } from './api-client.js';
import { eventually } from './eventually.js';

/** A service beside Casetrail as another team would write it: follows events, gives commands, reads replies. */
export class InternalService {
  readonly events: IntegrationEvent[] = [];
  readonly replies: IntegrationEvent[] = [];
  #follow: (event: IntegrationEvent) => Promise<void> = async () => undefined;
  readonly #stop = new AbortController();
  readonly #consumers: readonly Promise<void>[];

  private constructor(
    private readonly broker: Broker,
    readonly producerId: string,
    private readonly secret: string,
  ) {
    const { signal } = this.#stop;
    const group = 'internal-service';
    this.#consumers = [
      broker.consume({ topic: 'casetrail.events', group, signal, handle: (message) => this.see(fromMessage(message)) }),
      broker.consume({ topic: REPLIES_TOPIC, group, signal, handle: async (message) => void this.replies.push(fromMessage(message)) }),
    ];
  }

  /** Registers it in the client's organization and connects it. */
  static async connected(name: string, brokerUrl: string, api: ApiClient): Promise<InternalService> {
    const scopes = ['cases:write', 'customers:write', 'decisions:write'];
    const { body } = await api.request('POST', '/api/producers/', { json: { name, scopes } });
    const { producer_id: id, secret } = body as { producer_id: string; secret: string };
    return new InternalService(await openBroker(brokerUrl), id, secret);
  }

  /** What it does about each event from now on. */
  follow(handle: (event: IntegrationEvent) => Promise<void>): void {
    this.#follow = handle;
  }

  /** A command of its own. */
  command(id: string, type: string, data: object, key: string): Message {
    const parts = { id, source: '/internal-service', type, time: new Date().toISOString(), body: JSON.stringify(data) };
    return {
      key,
      value: parts.body,
      headers: {
        ce_specversion: '1.0', ce_id: id, ce_source: parts.source, ce_type: type, ce_time: parts.time,
        ce_producer: this.producerId, ce_signature: signCommand(this.secret, parts), 'content-type': 'application/json',
      },
    };
  }

  send(...commands: Message[]): Promise<void> {
    return this.broker.publish(COMMANDS_TOPIC, commands);
  }

  /** The replies to a command, once there are so many. */
  repliesTo(id: string, count = 1): Promise<readonly IntegrationEvent[]> {
    return eventually(() => {
      const found = this.replies.filter(({ subject }) => subject === id);
      if (found.length < count) throw new Error(`There are ${found.length} replies to ${id}.`);
      return found;
    }, { withinMs: 45_000 });
  }

  /** The first event of a type about a subject. */
  eventOf(type: string, subject: string): Promise<IntegrationEvent> {
    return eventually(() => {
      const found = this.events.find((event) => event.type === type && event.subject === subject);
      if (!found) throw new Error(`There is no ${type} about ${subject}.`);
      return found;
    }, { withinMs: 45_000 });
  }

  async disconnect(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#consumers);
    await this.broker.close();
  }

  private async see(event: IntegrationEvent): Promise<void> {
    this.events.push(event);
    await this.#follow(event);
  }
}
