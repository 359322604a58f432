import { once } from 'node:events';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type EventStore, StoreUnavailableError, UnknownOutcomeError, WrongExpectedRevisionError } from '#event-sourcing';
import { type TemporaryDirectory, temporaryDirectory } from '../testing/temporary-directory.js';
import { receivedError, sentError } from './bridge-messages.js';
import { serveEventStore } from './bridge-owner.js';
import { connectSqliteEventStore, openSqliteEventStore } from './open.js';

let directory: TemporaryDirectory;
let path: string;
let owner: EventStore;
let ports: { readonly port1: MessagePort; readonly port2: MessagePort };
beforeEach(() => {
  directory = temporaryDirectory();
  path = directory.file('events.db');
  owner = openSqliteEventStore({ path });
  ports = new MessageChannel();
});
afterEach(async () => {
  await owner.close();
  directory.remove();
});

const event = (id: string) => ({ id, type: 'thing-happened', data: { id }, metadata: { org: 'acme' } as never });

it('keeps the class of every error on its way', () => {
  const conflict = new WrongExpectedRevisionError('case-acme.1', 'no-stream', 4);
  for (const error of [conflict, new StoreUnavailableError('gone'), new UnknownOutcomeError('who knows'), new Error('defect')]) {
    expect(receivedError(structuredClone(sentError(error)))).toEqual(error);
    expect(receivedError(sentError(error)).constructor).toBe(error.constructor);
  }
  expect(receivedError(sentError(conflict))).toMatchObject({ stream: 'case-acme.1', expected: 'no-stream', actual: 4 });
});

it('fails what is under way when the connection breaks, and everything after it', async () => {
  const store = connectSqliteEventStore({ path, port: ports.port2 });
  const following = store.subscribe()[Symbol.asyncIterator]().next();
  const pending = Promise.allSettled([store.append('case-acme.1', 'no-stream', [event('a')]), store.append('case-acme.2', 'any', [event('b')])]);
  ports.port1.close();
  for (const outcome of await pending) expect((outcome as PromiseRejectedResult).reason).toBeInstanceOf(UnknownOutcomeError);
  await expect(following).rejects.toThrow(StoreUnavailableError);
  await expect(store.append('case-acme.1', 'no-stream', [event('a')])).rejects.toThrow(StoreUnavailableError);
  await store.close();
});

it('answers what was asked before the owner closes, then hangs up', async () => {
  serveEventStore(owner, ports.port1);
  const store = connectSqliteEventStore({ path, port: ports.port2 });
  await store.append('case-acme.1', 'no-stream', [event('a')]);
  const following = store.subscribe({ filter: { categories: ['nobody'] } })[Symbol.asyncIterator]();
  await following.next();
  const dropped = following.next();
  await owner.close();
  await expect(dropped).rejects.toThrow(StoreUnavailableError);
  await expect(store.append('case-acme.1', 0, [event('b')])).rejects.toThrow(StoreUnavailableError);
  await store.close();
});

it('sees what was committed between its own first look and being served', async () => {
  const store = connectSqliteEventStore({ path, port: ports.port2 });
  const first = store.subscribe()[Symbol.asyncIterator]();
  const waiting = first.next();
  await owner.append('case-acme.1', 'no-stream', [event('a')]);
  serveEventStore(owner, ports.port1);
  expect(await waiting).toMatchObject({ value: { live: true, events: [{ id: 'a' }] } });
  await store.close();
});

it('serves only a store that owns its file', () => {
  expect(() => { serveEventStore({} as EventStore, ports.port1); }).toThrow(TypeError);
  ports.port1.close();
});

it('joins a real thread: it reads, follows and writes', async () => {
  // A thread has no Jest around it, so it runs what was built: `npm test` builds first.
  const thread = new Worker(
    `const { workerData } = require('node:worker_threads');
     import('#event-store').then(async ({ connectSqliteEventStore }) => {
       const store = connectSqliteEventStore(workerData);
       for await (const { events } of store.subscribe({ filter: { categories: ['question'] } })) {
         for (const { id, data } of events) {
           await store.append('answer-acme.' + id, 'no-stream', [{ id: 'to-' + id, type: 'answered', data, metadata: {} }]);
         }
         if (events.some(({ id }) => id === 'last')) break;
       }
       await store.close();
     });`,
    { eval: true, workerData: { path, port: ports.port2 }, transferList: [ports.port2], execArgv: [] },
  );
  const exit = once(thread, 'exit');
  serveEventStore(owner, ports.port1);
  const questions = Array.from({ length: 50 }, (_, index) => (index === 49 ? 'last' : `q${index}`));
  for (const id of questions) await owner.append('question-acme', 'any', [event(id)]);

  const answers: string[] = [];
  for await (const { events } of owner.subscribe({ filter: { types: ['answered'] } })) {
    answers.push(...events.map(({ data }) => data.id as string));
    if (answers.length === questions.length) break;
  }
  expect(answers).toEqual(questions);
  expect(await exit).toEqual([0]);
});
