import { expect, it } from '@jest/globals';
import { EventStoreDBClient } from '@eventstore/db-client';
import { Connection } from './connection.js';
import { parseConnectionString } from './connection-string.js';

class Opened extends Connection {
  opened(): Promise<unknown> {
    return this.getChannel();
  }
}

it('finds in the client what it puts its own in the place of', () => {
  const client = new EventStoreDBClient({ endpoint: 'localhost:2113' });
  for (const name of ['createChannel', 'handleError']) expect(client).toHaveProperty(name, expect.any(Function));
});

it('has the client use channels that soon try again to connect, however long there was no server', async () => {
  const connection = new Opened(parseConnectionString('esdb://localhost:2113?tls=false&keepAliveTimeout=700'));
  const channel = (await connection.opened()) as object;
  expect(Reflect.get(channel, 'internalChannel')).toHaveProperty('options', {
    'grpc.initial_reconnect_backoff_ms': 500,
    'grpc.max_reconnect_backoff_ms': 3_000,
    'grpc.keepalive_time_ms': 10_000,
    'grpc.keepalive_timeout_ms': 700,
    'grpc.max_receive_message_length': 17 * 1024 * 1024,
  });
  connection.close();
});
