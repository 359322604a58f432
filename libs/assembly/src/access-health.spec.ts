import { isoTime } from '#event-sourcing';
import { InMemoryEventStore, ManualTime } from '#event-sourcing/testing';
import { organizationStream } from '#organizations';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { ApiOnStore } from './testing/api-on-store.js';

let store: InMemoryEventStore;
let api: ApiOnStore;
beforeEach(async () => {
  store = new InMemoryEventStore();
  api = await ApiOnStore.started(store, new ManualTime());
});
afterEach(() => api.app.close());

const readiness = async () => {
  const { statusCode, body } = await api.app.inject({ url: '/readyz' });
  return { statusCode, access: (JSON.parse(body) as { checks: Record<string, string> }).checks.access };
};

/** What a newer version of the service may have written of an organization. */
async function unheardOf(): Promise<void> {
  const stream = organizationStream('default');
  const metadata = {
    org: 'default', actor: 'system:spec', command_id: 'suspend', schema_version: 1, occurred_at: isoTime(0), $correlationId: 'spec', $causationId: 'suspend',
  };
  const { length } = await store.readStream(stream);
  await store.append(stream, length - 1, [{ id: '0f0f0f0f-1111-4222-8333-444444444444', type: 'client-suspended', data: {}, metadata }]);
}

it('a process that does not understand what was decided about access takes no more work', async () => {
  expect(await readiness()).toEqual({ statusCode: 200, access: 'up' });
  await unheardOf();
  while ((await readiness()).statusCode === 200) await new Promise((resolve) => setImmediate(resolve));
  expect(await readiness()).toEqual({ statusCode: 503, access: 'down' });
});
