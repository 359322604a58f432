import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { MongoClient } from 'mongodb';
import { mongodbProgram } from './mongodb.js';
import { ServerProcess } from './server-process.js';

jest.setTimeout(120_000);

interface Numbered {
  readonly _id: string;
  readonly n: number;
}

const WRITERS = ['a', 'b', 'c', 'd'];
const PADDING = 'x'.repeat(1_500);

let folder: string;
let server: ServerProcess;
let client: MongoClient;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'casetrail-mongodb-'));
  const { url, program } = await mongodbProgram({ folder, logFile: join(folder, 'log') });
  server = await ServerProcess.started(program);
  client = new MongoClient(url);
});
afterEach(async () => {
  await client.close();
  await server.kill();
  rmSync(folder, { recursive: true });
});

const collection = (name: string) => client.db('spec').collection<Numbered>(name);
const mark = async (writer: string): Promise<number> => (await collection('marks').findOne({ _id: writer }))?.n ?? 0;
const newest = async (writer: string): Promise<number> => Math.max(0, ...(await collection(writer).find().toArray()).map(({ n }) => n));

/** Writes documents, and behind them a mark that says so, until the server is gone. */
async function writeUntilKilled(writer: string, from: number): Promise<void> {
  try {
    for (let n = from; ; n++) {
      await collection(writer).bulkWrite(
        Array.from({ length: 5 }, (_, index) => ({
          replaceOne: { filter: { _id: String((5 * n + index) % 500) }, replacement: { n, padding: PADDING }, upsert: true },
        })),
      );
      await collection('marks').updateOne({ _id: writer }, { $set: { n } }, { upsert: true });
    }
  } catch {
    // Killed.
  }
}

it('is one moment of all collections after a SIGKILL, as a projector needs it: no mark is there without what it marks', async () => {
  for (let kill = 1; kill <= 3; kill++) {
    const writing = WRITERS.map((writer) => writeUntilKilled(writer, kill * 100_000));
    await delay(2_500);
    await server.kill();
    await Promise.all(writing);
    await server.start();
    for (const writer of WRITERS) {
      const marked = await mark(writer);
      expect(marked).toBeGreaterThan(kill * 100_000);
      expect(await newest(writer)).toBeGreaterThanOrEqual(marked);
    }
  }
});
