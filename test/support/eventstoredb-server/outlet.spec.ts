import { EventEmitter } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import type { ServerWritableStream } from '@grpc/grpc-js';
import type { ReadReq, ReadResp as Answer } from '@eventstore/db-client/generated/streams_pb.js';
import { Faults } from './faults.js';
import { Outlet } from './outlet.js';
import { ReadResp } from './protocol.js';
import { serverNotReady } from './rpc-error.js';

/** A reader that takes two answers at a time. */
class Reader extends EventEmitter {
  readonly taken: Answer[] = [];
  ended = false;
  write(answer: Answer): boolean {
    this.taken.push(answer);
    return this.taken.length % 2 === 1;
  }
  end(): void {
    this.ended = true;
  }
}

function opened(): { readonly reader: Reader; readonly outlet: Outlet } {
  const reader = new Reader();
  const nothing = { connections: () => undefined, subscriptions: () => undefined };
  const faults = new Faults(() => ({ host: '', port: 0 }), nothing);
  return { reader, outlet: new Outlet(reader as unknown as ServerWritableStream<ReadReq, Answer>, faults) };
}

const answer = (): Answer => new ReadResp();

it('sends no faster than the reader takes', async () => {
  const { reader, outlet } = opened();
  const sent = outlet.send([1, 2, 3], answer);
  await nextTurn();
  expect(reader.taken).toHaveLength(2);
  reader.emit('drain');
  await sent;
  expect(reader.taken).toHaveLength(3);
});

it('stops when nobody reads any more', async () => {
  const { reader, outlet } = opened();
  const sent = outlet.send([1, 2, 3], answer);
  reader.emit('cancelled');
  await sent;
  expect(reader.taken).toHaveLength(2);
  expect(outlet.signal.aborted).toBe(true);
  outlet.end();
  expect(reader.ended).toBe(false);
});

it('ends once, with an error or without', () => {
  const { reader, outlet } = opened();
  const errors: unknown[] = [];
  reader.on('error', (error) => errors.push(error));
  outlet.fail(serverNotReady());
  outlet.fail(serverNotReady());
  outlet.end();
  expect(errors).toHaveLength(1);
  expect(reader.ended).toBe(false);
});
