// How a client finds out what there is. It is stated for the stand-in, and for a real server when EVENTSTOREDB_URL names one.
import { expect, it } from '@jest/globals';
import { EventStoreDBClient } from '@eventstore/db-client';
import services from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import type { SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb.js';
import messages from '@eventstore/db-client/generated/shared_pb.js';
import { credentials } from '@grpc/grpc-js';
import { numbers } from './seen.js';
import { events, newStream, useServer } from './spec-server.js';

const spec = useServer();

it('says its version and its methods', async () => {
  const { host, searchParams } = new URL(spec.url);
  const plain = searchParams.get('tls') === 'false';
  const client = new services.ServerFeaturesClient(host, plain ? credentials.createInsecure() : credentials.createSsl());
  const supported = await new Promise<SupportedMethods>((resolve, reject) => {
    client.getSupportedMethods(new messages.Empty(), (error, answer) => {
      if (error) reject(error);
      else resolve(answer);
    });
  });
  client.close();
  expect(supported.getEventStoreServerVersion()).toMatch(/^\d+\.\d+\.\d+/);
  const featuresOf = (name: string): string[] | undefined =>
    supported
      .getMethodsList()
      .find((method) => method.getServiceName() === 'event_store.client.streams.streams' && method.getMethodName() === name)
      ?.getFeaturesList();
  expect(featuresOf('batchappend')).toEqual(['deadline_duration']);
  expect(featuresOf('read')).toEqual(['position', 'events']);
  expect(featuresOf('append')).toEqual([]);
  expect(featuresOf('unheard-of')).toBeUndefined();
});

it('is found by gossip', async () => {
  const client = EventStoreDBClient.connectionString(spec.url.replace(/^[a-z]+(?:\+discover)?:/, 'esdb+discover:'));
  const stream = newStream();
  await client.appendToStream(stream, events(1));
  expect(await numbers(client.readStream(stream))).toEqual([1]);
  await client.dispose();
});
