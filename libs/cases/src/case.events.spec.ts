import { record } from '#event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import type { JsonObject, RecordedEvent } from '#event-sourcing';
import { caseCodec } from './case.events.js';

const old = (type: string, data: JsonObject): RecordedEvent => record({ type, data }, { stream: 'case-acme.1', metadata: { schema_version: 1 } });
const check = (id: number): JsonObject => ({ check_id: id, check_type: 'PEP', input_details: null, document_ids: [], delete_after: -1 });

describe('an event of a log from before release 0.3', () => {
  it('has nothing noted about a case, and names no provider for its checks', () => {
    const { data } = caseCodec.decode(old('case-created', { case_id: 1, customer_id: 5, checks: [check(128), check(129)] }));
    expect(data).toEqual({ case_id: 1, customer_id: 5, note: null, rfi: null, checks: [{ ...check(128), provider: null }, { ...check(129), provider: null }] });
  });

  it('names no provider for a check that was added', () => {
    const { data } = caseCodec.decode(old('check-added', { customer_id: 5, check: check(128) }));
    expect(data).toEqual({ customer_id: 5, check: { ...check(128), provider: null } });
  });
});
