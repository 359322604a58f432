import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { customersProjection } from '#customers';
import { type EventStore, physicalCollection, type Projection, type RecordedEvent } from '#event-sourcing';
import { openEventStore } from '#event-store';
import type { ReadStore } from '#read-store';
import { openReadStore } from '#read-store/engines';
import { bringUpToDate, verifyReadModels } from './verify-read-models.js';

const projection: Projection = customersProjection;

describe('the comparison of read models with a rebuild', () => {
  let folder: string;
  let events: EventStore;
  let made: ReadStore;
  let log: readonly RecordedEvent[];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'casetrail-verify-'));
    events = await openEventStore(`sqlite:${join(folder, 'events.db')}`);
    made = await openReadStore(`sqlite:${join(folder, 'read.db')}`);
    for (const id of [1, 2, 3]) {
      const data = {
        customer_id: id, external_id: null, parent: null, full_name: `Customer ${id}`, customer_type: null, input_details: null, sync_platforms: [], delete_after: -1,
      };
      const metadata = {
        org: 'acme', actor: 'client:x', command_id: `c${id}`, schema_version: 1, occurred_at: '2026-01-01T00:00:00.000Z', $correlationId: 'r', $causationId: 'r',
      };
      await events.append(`customer-acme.${id}`, 'no-stream', [{ id: `00000000-0000-4000-8000-00000000000${id}`, type: 'customer-created', data, metadata }]);
    }
    log = await events.readAll();
    await bringUpToDate([projection], events, log, made);
  });
  afterEach(async () => {
    await made.close();
    await events.close();
    rmSync(folder, { recursive: true });
  });

  it('finds nothing where nothing is wrong', async () => {
    expect(await verifyReadModels([projection], events, log, made)).toEqual({ documents: 3, violations: [] });
  });

  it('finds a document that differs in one field, and one that is gone', async () => {
    const [first, second] = log;
    const name = physicalCollection('customers', `v${projection.version}_1`);
    const collection = await made.openCollection(name, { indexes: projection.collections.customers!, counts: projection.counts! });
    const [stored] = await collection.getMany(['acme.1']);
    await collection.write([
      { id: 'acme.1', replaces: first!.position, position: first!.position, body: { ...stored!.body, full_name: 'Somebody else' } },
      { id: 'acme.2', replaces: second!.position, position: second!.position, body: undefined },
    ]);
    const { violations } = await verifyReadModels([projection], events, log, made);
    expect(violations).toMatchObject([{ rule: 'readModel', what: expect.stringContaining('acme.1') }, { rule: 'readModel', what: expect.stringContaining('acme.2') }]);
  });
});
