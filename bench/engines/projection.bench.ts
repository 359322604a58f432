import { randomBytes } from 'node:crypto';
import { type AnyBulkWriteOperation, MongoClient } from 'mongodb';
import { casesProjection } from '#cases';
import { type DocumentWrite, type Projection, Projector } from '#event-sourcing';
import { openReadStore } from '#read-store/engines';
import { dropDatabase } from '../../test/support/engine-leftovers.js';
import type { BenchRow } from '../bench-row.js';
import { FillingStore, type WrittenBatch } from './filling-store.js';
import { inTurns, perSecond } from './in-turns.js';
import { engineUrl } from './on-engines.js';
import { troubleLogger } from './trouble-logger.js';
import { type History, withHistory } from './with-history.js';

const projection: Projection = casesProjection;
const CASES = 1_000;
const ROUNDS = 7;
const TARGET = 0.5;
const AT_MOST_MS = 120_000;

const NOTE =
  'Both sides write the same documents in the same batches with w: majority, j: true; the driver alone neither reads nor folds anything, guards ' +
  'nothing and keeps no checkpoint. The log is the embedded one, which is read many times as fast. The server that is started here speaks ' +
  "MongoDB's protocol and is not MongoDB: the ratio counts, not the rates.";

/** How fast a read model is filled in MongoDB, against the driver's own bulk writes of the same documents. */
export async function mongodbProjectionBench(): Promise<BenchRow[]> {
  return withHistory(CASES, async (history) => {
    let written: readonly WrittenBatch[] = [];
    const project = async (): Promise<number> =>
      onFreshDatabase(async (url) => {
        const filled = await projected(history, url);
        written = filled.written;
        return filled.rate;
      });
    const write = (): Promise<number> => onFreshDatabase((url) => bulkWritten(written, history.count, url));
    const { value, baseline, ratio } = await inTurns(ROUNDS, project, write);
    return [{ name: `${projection.name} projected into MongoDB`, value, unit: 'events/s', baseline, ratio, target: TARGET, met: ratio >= TARGET, note: NOTE }];
  });
}

/** Events per second from the start of the projector until all are in its documents, and what it has written. */
async function projected({ events, count }: History, url: string): Promise<{ readonly rate: number; readonly written: readonly WrittenBatch[] }> {
  const readStore = await openReadStore(url);
  const store = new FillingStore(readStore);
  const stop = new AbortController();
  const head = (await events.head()) ?? '';
  const projector = new Projector({ projection, events, store, logger: troubleLogger });
  const ended = projector.run(stop.signal);
  try {
    const rate = await perSecond(count, () => projector.waitFor(head, AbortSignal.timeout(AT_MOST_MS)));
    return { rate, written: store.written };
  } finally {
    stop.abort();
    await ended;
    await readStore.close();
  }
}

/** Events per second when all that follows from them is written by the driver alone. */
async function bulkWritten(written: readonly WrittenBatch[], events: number, url: string): Promise<number> {
  const client = new MongoClient(url, { writeConcern: { w: 'majority', journal: true } });
  try {
    await client.connect();
    const requests = written.map(({ collection, writes }) => ({
      collection: client.db().collection<Written>(collection),
      operations: writes.map(operation),
    }));
    return await perSecond(events, async () => {
      for (const { collection, operations } of requests) await collection.bulkWrite(operations, { ordered: false });
    });
  } finally {
    await client.close();
  }
}

interface Written {
  readonly _id: string;
  readonly position: string;
  readonly body: DocumentWrite['body'];
}

function operation({ id, replaces, position, body }: DocumentWrite): AnyBulkWriteOperation<Written> {
  if (replaces === undefined) return { insertOne: { document: { _id: id, position, body } } };
  return { replaceOne: { filter: { _id: id }, replacement: { position, body } } };
}

/** Does some work with a database that is empty before and gone afterwards. */
async function onFreshDatabase<T>(work: (url: string) => Promise<T>): Promise<T> {
  const url = new URL(engineUrl('mongodb'));
  url.pathname = `/bench-${randomBytes(6).toString('hex')}`;
  try {
    return await work(url.href);
  } finally {
    await dropDatabase(url.href);
  }
}
