import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { carryOutCommands } from '#assembly';
import { openFolderBlobStore } from '#blob-store/engines';
import { type Broker, type Message, type ReceivedMessage } from '#broker';
import { openBroker } from '#broker/engines';
import { type Clock, CommandRunner, type EventStore, type RecordedEvent, systemClock } from '#event-sourcing';
import { openEventStore } from '#event-store';
import type { Scope } from '#http';
import { COMMANDS_GROUP, COMMANDS_TOPIC, REPLIES_TOPIC, signCommand } from '#messaging';
import { organizationAggregate, type OrganizationEvent, organizationStream, sealProducerSecret } from '#organizations';
import { createLogger, loadSettings, MasterKey, Sealer } from '#platform';
import type { ReadStore } from '#read-store';
import { openReadStore } from '#read-store/engines';
import { eventually } from './eventually.js';

/** A service that gives commands by message, as its own people know it. */
export interface Producer {
  readonly id: string;
  readonly org: string;
  readonly secret: string;
}

/** What differs from a command that is as it should be. */
export type Amiss = Readonly<Record<string, string | undefined>> & { readonly value?: string; readonly key?: string };

/** What a reply says. */
export interface ReplyBody {
  readonly command_id: string;
  readonly command_type: string;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly problem?: { readonly code: string; readonly status: number; readonly detail: string; readonly errors?: readonly object[] };
}

const masterKey = new MasterKey(Buffer.alloc(32, 7));

/** The part of Casetrail that carries out commands by message, on the embedded engines, with whoever talks to it. */
export class CommandService {
  /** Every reply so far, as it came. */
  readonly replies: ReceivedMessage[] = [];
  clock: Clock = systemClock;
  #number = 0;
  #stop = new AbortController();
  #running: readonly Promise<void>[] = [];

  private constructor(
    private readonly folder: string,
    readonly events: EventStore,
    private readonly readStore: ReadStore,
    readonly broker: Broker,
  ) {}

  static async started(): Promise<CommandService> {
    const folder = await mkdtemp(join(tmpdir(), 'commands-'));
    const events = await openEventStore(`sqlite:${folder}/events.db`);
    const readStore = await openReadStore(`sqlite:${folder}/read.db`);
    const service = new CommandService(folder, events, readStore, await openBroker(`sqlite:${folder}/broker.db`));
    service.start();
    return service;
  }

  /** Registers a producer of an organization, which is made when it is not there. */
  async producer(org: string, scopes: readonly Scope[], id: string): Promise<Producer> {
    const secret = `secret of ${id}`;
    const sealed = sealProducerSecret(new Sealer(masterKey), org, id, secret);
    await this.happened(org, (there) => [
      ...(there ? [] : [{ type: 'organization-created', data: { slug: org, name: org } } as const]),
      { type: 'producer-registered', data: { producer_id: id, name: id, scopes: [...scopes], sealed } },
    ]);
    return { id, org, secret };
  }

  revoke({ id, org }: Producer): Promise<void> {
    return this.happened(org, () => [{ type: 'producer-revoked', data: { producer_id: id } }]);
  }

  /** A command as its producer makes it, but for what is amiss: headers by name, `value`, `key`. */
  command(producer: Producer, type: string, data: unknown, { value, key, ...headers }: Amiss = {}): Message {
    const body = value ?? JSON.stringify(data);
    const id = headers.ce_id ?? `command-${++this.#number}`;
    const time = headers.ce_time ?? new Date(this.clock.now()).toISOString();
    const signature = signCommand(producer.secret, { id, source: '/spec', type, time, body });
    const all: Readonly<Record<string, string | undefined>> = {
      ce_specversion: '1.0', ce_id: id, ce_source: '/spec', ce_type: type, ce_time: time, ce_producer: producer.id,
      ce_signature: signature, 'content-type': 'application/json', ...headers,
    };
    const kept = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
    return { key: key ?? `${producer.org}.1`, headers: Object.fromEntries(kept), value: body };
  }

  /** Sends a command and waits for one more reply. */
  async ask(message: Message): Promise<{ readonly body: ReplyBody; readonly message: ReceivedMessage }> {
    const before = this.replies.length;
    await this.send(message);
    const reply = await eventually(() => {
      const found = this.replies[before];
      if (!found) throw new Error(`There is no reply to ${message.headers.ce_id ?? 'a command without an id'}.`);
      return found;
    });
    return { body: JSON.parse(reply.value) as ReplyBody, message: reply };
  }

  send(...messages: Message[]): Promise<void> {
    return this.broker.publish(COMMANDS_TOPIC, messages);
  }

  /** What became of commands that nobody could be answered for, once there are so many. */
  async deadLetters(count: number): Promise<readonly string[]> {
    return eventually(async () => {
      const letters = await this.broker.deadLetters(COMMANDS_TOPIC, COMMANDS_GROUP).list();
      if (letters.length < count) throw new Error(`There are ${letters.length} dead letters.`);
      return letters.map(({ error }) => error);
    });
  }

  /** What happened to cases, customers and the keys of both. */
  async domainEvents(): Promise<readonly RecordedEvent[]> {
    return this.events.readAll({ filter: { categories: ['case', 'customer', 'caseKey', 'customerKey'] } });
  }

  /** Ends the part of the process that carries out commands, and starts it on the same data. */
  async restart(): Promise<void> {
    await this.stop();
    this.start();
  }

  async dispose(): Promise<void> {
    await this.stop();
    await this.broker.close();
    await this.readStore.close();
    await this.events.close();
    await rm(this.folder, { recursive: true });
  }

  private start(): void {
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    const settings = loadSettings({ LOG_LEVEL: 'silent', DATA_DIR: this.folder });
    const clock: Clock = { now: () => this.clock.now() };
    const platform = { settings, logger: createLogger(settings), masterKey, clock };
    const stores = { eventStore: this.events, readStore: this.readStore, blobStore: openFolderBlobStore(join(this.folder, 'blobs')) };
    this.#running = [
      carryOutCommands({ platform, stores, broker: this.broker, oneAtATime: (_, work) => work({ signal }), signal }),
      this.broker.consume({ topic: REPLIES_TOPIC, group: 'spec', signal, handle: async (message) => void this.replies.push(message) }),
    ];
  }

  private async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#running);
  }

  private async happened(org: string, decide: (there: unknown) => readonly OrganizationEvent[]): Promise<void> {
    const commandId = `spec-${++this.#number}`;
    const context = { org, actor: 'system:spec', commandId, correlationId: commandId, now: this.clock.now() };
    await new CommandRunner(this.events).run(organizationAggregate, organizationStream(org), decide, context);
  }
}
