import { expect, it } from '@jest/globals';
import { runModule } from '../testing/child.js';
import { temporaryDirectory } from '../testing/temporary-directory.js';
import { openSqliteEventStore } from './open.js';

/** Appends from many writers at once, two events each time, and prints every answer as soon as it has it. */
const WRITER = `
  import { writeSync } from 'node:fs';
  import { openSqliteEventStore } from '#event-store';
  const [path, life] = process.argv.slice(-2);
  const store = openSqliteEventStore({ path });
  const event = (id) => ({ id, type: 'thing-happened', data: { text: 'x'.repeat(300) }, metadata: { org: 'acme', command_id: id } });
  async function write(writer) {
    const stream = 'case-acme.' + life + '-' + writer;
    for (let next = 0; ; next += 2) {
      const ids = [next, next + 1].map((revision) => stream + '@' + revision);
      const { revision, position } = await store.append(stream, next === 0 ? 'no-stream' : next - 1, ids.map(event));
      writeSync(1, stream + ' ' + revision + ' ' + position + '\\n');
    }
  }
  await Promise.all(Array.from({ length: 12 }, (_, writer) => write(writer)));
`;

interface Acknowledged {
  readonly stream: string;
  readonly revision: number;
  readonly position: string;
}

it('has every acknowledged event, whole and without gaps, after its process was killed at any moment', async () => {
  const directory = temporaryDirectory();
  const path = directory.file('events.db');
  const ledger: Acknowledged[] = [];

  for (const [life, answers] of [1, 7, 150, 1_500].entries()) {
    const writer = runModule(WRITER, path, String(life));
    try {
      for (let heard = 0; heard < answers; heard++) ledger.push(parse((await writer.lines.next()).value as string));
    } finally {
      await writer.kill();
    }
    for await (const line of writer.lines) ledger.push(parse(line));
  }

  const store = openSqliteEventStore({ path });
  const log = await store.readAll({ limit: 1_000_000 });
  expect(log.map(({ position }) => Number(position))).toEqual(log.map((_, index) => index + 1));
  for (const [stream, events] of Map.groupBy(log, (event) => event.stream)) {
    expect(events.map(({ id, revision }) => [id, revision])).toEqual(events.map((_, revision) => [`${stream}@${revision}`, revision]));
    expect(events.length % 2).toBe(0);
    expect(await store.readStream(stream)).toEqual(events);
  }
  const stored = new Set(log.map(({ stream, revision, position }) => `${stream} ${revision} ${position}`));
  expect(ledger.filter(({ stream, revision, position }) => !stored.has(`${stream} ${revision} ${position}`))).toEqual([]);
  expect(await store.readAll({ filter: { categories: ['case'] }, limit: 1_000_000 })).toHaveLength(log.length);
  await store.close();
  directory.remove();
}, 30_000);

function parse(line: string): Acknowledged {
  const [stream = '', revision = '', position = ''] = line.split(' ');
  return { stream, revision: Number(revision), position };
}
