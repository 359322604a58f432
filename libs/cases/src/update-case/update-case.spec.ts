import { deciderSpec } from '#event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import { caseAggregate } from '../case.state.js';
import { caseView } from '../case.view.js';
import { aCase } from '../testing/case-fixtures.js';
import { decideUpdateCase, updateCaseInput } from './update-case.js';

const { given } = deciderSpec(caseAggregate, decideUpdateCase);
const update = (body: object) => updateCaseInput.parse(body);
const settings = {
  webhook_url: 'https://example.com/hook',
  metadata: { desk: 'north' },
  sync_platforms: [{ domain: 'acme.my.salesforce.com', id: '500A' }],
  delete_after: 30,
  external_id: 'loan-2',
};
const finished = [aCase.created(1), ...aCase.started(1), aCase.decided(0, 'ACCEPTED'), aCase.completed('ACCEPTED')];

describe('updating a case', () => {
  it('changes what is given and leaves the rest', () => {
    given(aCase.created()).when(update(settings)).then(aCase.updated(settings));
    given(aCase.created(0, settings)).when(update({ metadata: { tier: 1 } })).then(aCase.updated({ metadata: { tier: 1 } }));
    given(aCase.created(0, settings)).when(update({ webhook_url: null, metadata: null })).then(aCase.updated({ webhook_url: null, metadata: null }));
    expect(caseView(given(aCase.created(0, settings), aCase.updated({ metadata: { tier: 1 } })).state()!, null)).toMatchObject({ ...settings, metadata: { tier: 1 } });
  });

  it('changes nothing that is so already', () => {
    given(aCase.created()).when(update(settings)).resent();
    given(aCase.created(0, settings)).when(update(settings)).thenNothing();
    given(aCase.created(0, settings)).when(update({ ...settings, delete_after: 31 })).then(aCase.updated({ delete_after: 31 }));
    given(aCase.created()).when(update({})).thenNothing();
  });

  it('leaves its key to the case that has taken its place, and may change the rest', () => {
    given(...finished, aCase.archived(42)).when(update({ external_id: 'loan-2' })).fails('case_archived');
    given(...finished, aCase.archived(42)).when(update({ delete_after: 30 })).then(aCase.updated({ delete_after: 30 }));
    given(...finished, aCase.archived(42)).when(update({ external_id: 'loan-1' })).thenNothing();
  });

  it('refuses a case that is not there', () => {
    given().when(update({})).fails('case_not_found');
  });

  it.each([
    ['a field that cannot change', { outcome: 'ACCEPTED' }],
    ['a field that does not exist', { colour: 'red' }],
    ['the assignee, who has a route of its own', { assignee: null }],
  ])('refuses %s', (_, body) => {
    expect(updateCaseInput.safeParse(body).error?.issues).toMatchObject([{ code: 'unrecognized_keys', keys: Object.keys(body) }]);
  });

  it.each([
    ['webhook_url', { webhook_url: 'ftp://example.com' }],
    ['delete_after', { delete_after: null }],
    ['metadata', { metadata: [] }],
    ['sync_platforms', { sync_platforms: null }],
    ['external_id', { external_id: null }],
    ['external_id', { external_id: '' }],
  ])('refuses a wrong %s', (field, body) => {
    expect(updateCaseInput.safeParse(body).error?.issues.map(({ path }) => path[0])).toEqual([field]);
  });
});
