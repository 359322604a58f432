import { type JsonObject, type NewEvent } from '#event-sourcing';
import { InMemoryEventStore, record } from '#event-sourcing/testing';
import type { ReadStore } from '#read-store';
import { describe, expect, it } from '@jest/globals';
import { caseCodec } from '../case.events.js';
import { CaseReader } from '../case.reader.js';
import { checkId } from '../check-ids.js';
import { aCase } from '../testing/case-fixtures.js';
import { ListChecks, ListChecksHandler } from './list-checks.handler.js';
import { listChecksQuery } from './list-checks.query.js';

/** A stand-in: the read model of checks has the check, that of cases has nothing yet. */
const behind = {
  findOne: async () => undefined,
  find: async (): Promise<JsonObject[]> => [{ id: checkId(1, 0), case_id: 1, case_key: 'acme.1' }],
  count: async () => 1,
} as unknown as ReadStore;

describe('listing checks', () => {
  it('leaves none out while the read model of cases is behind', async () => {
    const store = new InMemoryEventStore();
    const created = aCase.created(1);
    const { id, metadata } = record(created);
    const event: NewEvent = { id, type: created.type, data: caseCodec.encode(created).data, metadata };
    await store.append('case-acme.1', 'no-stream', [event]);

    const handler = new ListChecksHandler(behind, new CaseReader(store, behind));
    const { count, documents } = await handler.execute(new ListChecks('acme', listChecksQuery.parse({}), { number: 1, size: 50, offset: 0 }));
    expect(count).toBe(1);
    expect(documents.map(({ check, document }) => [check.id, document.id])).toEqual([[128, 1]]);
  });
});
