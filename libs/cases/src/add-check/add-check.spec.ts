import { deciderSpec } from '#event-sourcing/testing';
import { describe, it } from '@jest/globals';
import type { CaseEvent } from '../case.events.js';
import { caseAggregate } from '../case.state.js';
import { checkId, MAX_CHECKS } from '../check-ids.js';
import { aCase } from '../testing/case-fixtures.js';
import { addCheckInput, decideAddCheck } from './add-check.js';

const { given } = deciderSpec(caseAggregate, decideAddCheck);
const add = addCheckInput.parse({ case_id: 1, check_type: 'SANCTION' });
const added = (index: number): CaseEvent => ({
  type: 'check-added',
  data: {
    customer_id: 5,
    check: { check_id: checkId(1, index), check_type: 'SANCTION', input_details: null, document_ids: [], delete_after: -1, required: null, provider: null },
  },
});

describe('adding a check', () => {
  it('waits with its case, and is asked for at once in a running one', () => {
    given(aCase.created(1)).when(add).then(added(1));
    given(aCase.created(1), ...aCase.started(1)).when(add).then(added(1), aCase.requested(1));
  });

  it('does not take another id than the one that documents were claimed for', () => {
    const planned = deciderSpec(caseAggregate, (id: number, state) => decideAddCheck(add, state, id));
    planned.given(aCase.created(1)).when(checkId(1, 1)).then(added(1));
    planned.given(aCase.created(2)).when(checkId(1, 1)).fails('another_check_was_added');
  });

  it('refuses a case that is finished, full or not there, and names the field', () => {
    given(aCase.created(1), ...aCase.started(1), aCase.skipped(0), aCase.completed(null)).when(add).fails('case_finished', 'case_id');
    given(aCase.created(MAX_CHECKS)).when(add).fails('too_many_checks', 'case_id');
    given().when(add).fails('does_not_exist', 'case_id');
  });
});
