import 'reflect-metadata';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { type DynamicModule, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import { type Stores, StoresModule } from '#assembly';
import { CaseHandlersModule, CreateCase, type CreateCaseInput, createCaseInput } from '#cases';
import { openEventStore } from '#event-store';
import { createLogger, loadSettings, MasterKey, type Platform, PlatformModule } from '#platform';
import { openReadStore } from '#read-store/engines';
import type { BenchRow } from '../bench-row.js';
import { newCase } from '../load.js';
import { inTurns, perSecond } from './in-turns.js';
import { engineUrl } from './on-engines.js';
import { type RecordedAppend, RecordingEventStore } from './recording-event-store.js';

const CASES = 1_500;
const AT_ONCE = 64;
const ROUNDS = 7;
const TARGET = 0.7;

const NOTE =
  `Commands on the command bus of one process, ${AT_ONCE} at once, without HTTP, against appendToStream of the client alone: the same events to the ` +
  'same streams with the same expected revisions, one append of a case after the other, as many cases at once. The server that is started here is ' +
  'a stand-in and not EventStoreDB: the ratio counts, not the rates.';

/** Cases made through the EventStoreDB client, against the client's own appends. */
export async function eventStoreDbCreateBench(): Promise<BenchRow[]> {
  const directory = mkdtempSync(join(tmpdir(), 'casetrail-bench-'));
  const eventStore = new RecordingEventStore(await openEventStore(engineUrl('eventStore')));
  const readStore = await openReadStore(`sqlite:${join(directory, 'reads.db')}`);
  const settings = loadSettings({ LOG_LEVEL: 'silent', DATA_DIR: directory });
  const platform = { settings, logger: createLogger(settings), masterKey: new MasterKey(randomBytes(32)) };
  const app = await NestFactory.createApplicationContext(CommandsModule.forRoot(platform, { eventStore, readStore }), { logger: false });
  const client = EventStoreDBClient.connectionString(engineUrl('eventStore'));
  try {
    let appends: readonly RecordedAppend[] = [];
    const create = async (): Promise<number> => {
      eventStore.appends = [];
      const rate = await createCases(app.get(CommandBus), organization());
      appends = eventStore.appends;
      return rate;
    };
    const { value, baseline, ratio } = await inTurns(ROUNDS, create, () => appendAlone(client, appends, organization()));
    const perCase = (appends.length / CASES).toFixed(2);
    return [
      {
        name: `create case through the EventStoreDB client, ${perCase} appends each`,
        value, unit: 'cases/s', baseline, ratio, target: TARGET, met: ratio >= TARGET, note: NOTE,
      },
    ];
  } finally {
    await client.dispose();
    await app.close();
    await readStore.close();
    await eventStore.close();
    rmSync(directory, { recursive: true });
  }
}

/** What makes cases in a process that serves the API. */
@Module({})
class CommandsModule {
  static forRoot(platform: Platform, stores: Stores): DynamicModule {
    return { module: CommandsModule, imports: [PlatformModule.forRoot(platform), StoresModule.forRoot(stores), CqrsModule.forRoot(), CaseHandlersModule] };
  }
}

/** A new one for each measurement, whose streams are not there yet. */
const organization = (): string => `bench${randomBytes(6).toString('hex')}`;

/** Cases per second. */
async function createCases(commands: CommandBus, org: string): Promise<number> {
  const inputs = Array.from({ length: CASES }, (): CreateCaseInput => createCaseInput.parse(JSON.parse(newCase())));
  return perSecond(CASES, () =>
    severalAtOnce(inputs, async (input) => {
      const context = { org, actor: 'client:bench', commandId: randomUUID(), correlationId: randomUUID(), now: Date.now() };
      await commands.execute(new CreateCase(input, 3, context));
    }),
  );
}

/** Cases per second when all that they append is appended by the client alone, to another organization's streams. */
async function appendAlone(client: EventStoreDBClient, appends: readonly RecordedAppend[], org: string): Promise<number> {
  const ofCommands = [...Map.groupBy(appends, ({ events }) => events[0]?.metadata.$correlationId).values()];
  return perSecond(CASES, () =>
    severalAtOnce(ofCommands, async (ofCommand) => {
      for (const { stream, expected, events } of ofCommand) {
        const proposed = events.map(({ type, data, metadata }) => jsonEvent({ id: randomUUID(), type, data, metadata }));
        await client.appendToStream(stream.replace(/-bench[0-9a-f]+/, `-${org}`), proposed, { expectedRevision: expectedByClient(expected) });
      }
    }),
  );
}

function expectedByClient(expected: RecordedAppend['expected']): 'no_stream' | 'any' | bigint {
  return typeof expected === 'number' ? BigInt(expected) : expected === 'no-stream' ? 'no_stream' : 'any';
}

/** Works through the items, 64 of them at a time. */
async function severalAtOnce<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = items.values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const item of left) await work(item);
    }),
  );
}
