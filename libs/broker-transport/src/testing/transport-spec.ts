import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import type { Broker } from '#broker';
import { openBroker } from '#broker/engines';
import { silentLogger } from '#event-sourcing';
import type { INestMicroservice, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { BrokerTransport, type BrokerTransportOptions } from '../broker-transport.js';
import { letErrorsThrough } from '../let-errors-through.js';
import { event, Everything, world } from './handlers.js';

/** Nest microservices on a broker of their own. */
export class TransportSpec {
  private readonly apps: INestMicroservice[] = [];

  private constructor(
    private readonly folder: string,
    readonly broker: Broker,
  ) {}

  /** A broker without messages, before handlers that have seen nothing. */
  static async begun(): Promise<TransportSpec> {
    world.seen.length = 0;
    world.work = async () => undefined;
    const folder = await mkdtemp(join(tmpdir(), 'transport-'));
    const broker = await openBroker(`sqlite:${folder}/broker.db`, { timer: { delay: () => turnOfTheLoop() }, pollMs: 5 });
    return new TransportSpec(folder, broker);
  }

  async end(): Promise<void> {
    await Promise.all(this.apps.splice(0).map((app) => app.close()));
    await this.broker.close();
    await rm(this.folder, { recursive: true });
  }

  transport(options: Partial<BrokerTransportOptions> = {}): BrokerTransport {
    return new BrokerTransport({ broker: this.broker, topic: 'cases', group: 'g', attempts: 2, logger: silentLogger, ...options });
  }

  async start(strategy = this.transport(), module: Type = Everything, prepare = letErrorsThrough): Promise<INestMicroservice> {
    const app = await NestFactory.createMicroservice(module, { strategy, logger: false });
    this.apps.push(app);
    await prepare(app).listen();
    return app;
  }

  /** What the group's dead letters say. */
  async errors(): Promise<string[]> {
    return (await this.broker.deadLetters('cases', 'g').list()).map(({ error }) => error);
  }

  /** The same, once there are so many. */
  async parked(count: number): Promise<string[]> {
    await until(async () => (await this.errors()).length >= count);
    return this.errors();
  }

  /** What a consumer of the group is given that comes after: shows where the offset is. */
  async next(): Promise<string> {
    await this.broker.publish('cases', [event('end.v1', 'end')]);
    const stop = new AbortController();
    let first = '';
    await this.broker.consume({
      topic: 'cases', group: 'g', signal: stop.signal,
      handle: async ({ headers }) => {
        first ||= headers.ce_subject ?? '';
        stop.abort();
      },
    });
    return first;
  }
}

/** Lets things happen until this is so. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await turnOfTheLoop();
}
