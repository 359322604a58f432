import type { DatabaseSync } from 'node:sqlite';
import { type Clock, systemClock, systemTimer, type Timer } from '#event-sourcing';
import { type Broker, type ConsumeOptions, type DeadLetters, GroupBusyError, type Message, type Relay } from '../../broker.js';
import { handleBatch } from '../../handle-batch.js';
import type { Retrying } from '../../handle-message.js';
import { Arrivals } from './arrivals.js';
import { type Durability, openDatabase, transaction } from './database.js';
import { GroupOffsets } from './group-offsets.js';
import { SqliteDeadLetters } from './sqlite-dead-letters.js';
import { SqliteRelay } from './sqlite-relay.js';
import { TopicLog } from './topic-log.js';

export interface SqliteBrokerOptions {
  readonly clock?: Clock;
  /** Makes the pause before a failed message is handled again. */
  readonly timer?: Timer;
  /** A number from 0 to below 1; default `Math.random`. */
  readonly random?: () => number;
  /** How often consumers look for what other processes have published; default 250 ms. This process's own wake them at once. */
  readonly pollMs?: number;
  /** For how long messages are kept after every group has read them; default 7 days. */
  readonly keepMs?: number;
}

const BATCH_SIZE = 64;
const SWEEP_EVERY_MS = 10_000;
const SWEEP_LIMIT = 1_000;

/** The embedded broker: topics, offsets and checkpoints in one SQLite file, for one machine. */
export class SqliteBroker implements Broker {
  private readonly log: TopicLog;
  private readonly offsets: GroupOffsets;
  private readonly arrivals = new Arrivals();
  private readonly closing = new AbortController();
  private readonly consumers = new Map<string, Promise<void>>();
  private readonly sweptAt = new Map<string, number>();
  private readonly clock: Clock;
  private readonly retrying: Retrying;
  private readonly pollMs: number;
  private readonly keepMs: number;

  /** Opens the file, and makes it where it is missing. */
  static open(path: string, options: SqliteBrokerOptions = {}): SqliteBroker {
    return new SqliteBroker(openDatabase(path), options);
  }

  private constructor(private readonly database: DatabaseSync, options: SqliteBrokerOptions) {
    this.log = new TopicLog(database);
    this.offsets = new GroupOffsets(database);
    this.clock = options.clock ?? systemClock;
    this.retrying = { timer: options.timer ?? systemTimer, random: options.random ?? Math.random };
    this.pollMs = options.pollMs ?? 250;
    this.keepMs = options.keepMs ?? 7 * 24 * 3_600_000;
  }

  async publish(topic: string, messages: readonly Message[]): Promise<void> {
    this.append('flushed', topic, messages);
  }

  relay(name: string): Relay {
    // Not flushed: what an outage takes back it takes back with the checkpoint, and the log still has it.
    return new SqliteRelay(this.database, name, (topic, messages, moveCheckpoint) => {
      this.append('ordered', topic, messages, moveCheckpoint);
    });
  }

  async consume(options: ConsumeOptions): Promise<void> {
    const name = JSON.stringify([options.topic, options.group]);
    if (this.consumers.has(name)) throw new GroupBusyError(options.topic, options.group);
    const consumer = this.follow({ ...options, signal: AbortSignal.any([options.signal, this.closing.signal]) });
    this.consumers.set(name, consumer);
    try {
      await consumer;
    } finally {
      this.consumers.delete(name);
    }
  }

  deadLetters(topic: string, group: string): DeadLetters {
    return this.deadLettersOf(topic, group).fromOutside(() => {
      this.arrivals.announce(topic);
    });
  }

  async check(): Promise<void> {
    this.log.firstOffset('');
  }

  async close(): Promise<void> {
    this.closing.abort();
    await Promise.allSettled(this.consumers.values());
    if (this.database.isOpen) this.database.close();
  }

  private async follow(options: ConsumeOptions): Promise<void> {
    const { topic, group, signal } = options;
    let next = this.offsets.join(topic, group, this.log.firstOffset(topic));
    const { letters, look } = this.deadLettersOf(topic, group).follow();
    while (!signal.aborted) {
      look();
      const batch = this.log.read(topic, next, BATCH_SIZE);
      if (batch.length === 0 && letters.parked.replayRequested.length === 0) {
        await this.arrivals.wait(topic, this.pollMs, signal);
        continue;
      }
      const handled = await handleBatch(batch, { options, retrying: this.retrying, letters });
      const last = batch[handled - 1];
      if (last === undefined) continue;
      const to = Number(last.offset) + 1;
      // Not flushed: an outage may give the group its last messages again, as at least once allows.
      const moved = transaction(this.database, 'ordered', () => this.offsets.move(topic, group, next, to));
      if (!moved) throw new GroupBusyError(topic, group);
      next = to;
    }
  }

  private deadLettersOf(topic: string, group: string): SqliteDeadLetters {
    return new SqliteDeadLetters(topic, group, this.database, this.log, this.clock, this.keepMs);
  }

  private append(durability: Durability, topic: string, messages: readonly Message[], alongside?: () => void): void {
    const now = this.clock.now();
    transaction(this.database, durability, () => {
      alongside?.();
      if (messages.length === 0) return;
      this.log.append(topic, messages, now);
      this.sweep(topic, now);
    });
    if (messages.length > 0) this.arrivals.announce(topic);
  }

  /** Makes room bit by bit, as new messages come in. */
  private sweep(topic: string, now: number): void {
    if (now - (this.sweptAt.get(topic) ?? 0) < SWEEP_EVERY_MS) return;
    this.sweptAt.set(topic, now);
    this.log.sweep(topic, now - this.keepMs, SWEEP_LIMIT);
  }
}
