import type { RecordedEvent } from '#event-sourcing';
import { record } from '#event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import { caseCodec, type CaseEvent } from './case.events.js';
import { aCase } from './testing/case-fixtures.js';

/** An event as version 1 of its shape was stored. */
const stored = (type: string, data: object): RecordedEvent =>
  record({ type, data } as CaseEvent, { stream: 'case-acme.1', revision: 0, metadata: { schema_version: 1 } }) as unknown as RecordedEvent;

const OLD_CHECK = { check_id: 128, check_type: 'PEP', input_details: null, document_ids: [], delete_after: -1 };
const CHECK = { ...OLD_CHECK, required: null, provider: null };

describe('an event of a log from before release 0.3', () => {
  it('of a new case or check knows of no note, request for information, config or provider', () => {
    const { data } = aCase.created(1) as Extract<CaseEvent, { type: 'case-created' }>;
    const { pinned_config: _, note: __, rfi: ___, ...old } = data;
    expect(caseCodec.decode(stored('case-created', { ...old, checks: [OLD_CHECK] })).data).toEqual({ ...data, checks: [CHECK] });
    expect(caseCodec.decode(stored('check-added', { customer_id: 5, check: OLD_CHECK })).data).toEqual({ customer_id: 5, check: CHECK });
  });

  it('of a complete case is of no child', () => {
    expect(caseCodec.decode(stored('case-completed', { outcome: 'ACCEPTED', risk_score: null })).data).toEqual({ outcome: 'ACCEPTED', risk_score: null, parent_case_id: null });
  });

  it('of a decision has those shareholders who can be told as such', () => {
    const { data } = aCase.decided(0, 'ACCEPTED') as Extract<CaseEvent, { type: 'check-decided' }>;
    const shareholders = [{ full_name: 'Ada', ownership: '60%', colour: 'red' }, { name: 'Grace' }];
    const ada = { full_name: 'Ada', external_id: null, customer_type: null, input_details: null, ownership: null };
    expect(caseCodec.decode(stored('check-decided', { ...data, shareholders })).data).toEqual({ ...data, shareholders: [ada] });
    expect(caseCodec.decode(stored('check-decided', data)).data).toEqual(data);
  });
});
