import { deciderSpec } from '#event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import { customerAggregate } from '../customer.state.js';
import { aCustomer } from '../testing/customer-fixtures.js';
import { decideUpdateCustomer, updateCustomerInput } from './update-customer.js';

const { given } = deciderSpec(customerAggregate, decideUpdateCustomer);
const update = (body: object) => updateCustomerInput.parse({ external_id: 'ada', ...body });

const created = aCustomer.created({ input_details: { city: 'London', born: 1815 }, delete_after: 7 });
const { updated } = aCustomer;

describe('updating a customer', () => {
  it('changes what is given and leaves the rest', () => {
    given(created).when(update({ full_name: 'Ada King' })).then(updated({ full_name: 'Ada King' }));
    const everything = { full_name: 'Ada Ltd', customer_type: 'COMPANY' as const, sync_platforms: [{ domain: 'acme.my.salesforce.com', id: '003A' }], delete_after: -1 };
    given(created).when(update(everything)).then(updated(everything));
  });

  it('replaces the details as a whole, and forgets what is given as nothing', () => {
    given(created).when(update({ input_details: { city: 'Paris' } })).then(updated({ input_details: { city: 'Paris' } }));
    given(created).when(update({ input_details: null, customer_type: '' })).then(updated({ input_details: null, customer_type: null }));
  });

  it('changes nothing that is so already', () => {
    given(created).when(update({ full_name: 'Ada King' })).resent();
    given(created).when(update({ full_name: 'Ada Lovelace', input_details: { born: 1815, city: 'London' } })).thenNothing();
    given(created).when(update({})).thenNothing();
  });

  it('refuses a customer that is not there', () => {
    given().when(update({})).fails('customer_not_found');
  });

  it.each([
    ['no external_id', { external_id: undefined }, 'external_id'],
    ['an external_id of null', { external_id: null }, 'external_id'],
    ['a name of null', { full_name: null }, 'full_name'],
    ['a blank name', { full_name: ' ' }, 'full_name'],
    ['a wrong type', { customer_type: 'DOG' }, 'customer_type'],
    ['details that are no object', { input_details: [] }, 'input_details'],
    ['a delete_after below -1', { delete_after: -2 }, 'delete_after'],
  ])('refuses a body with %s', (_, body, field) => {
    const error = updateCustomerInput.safeParse({ external_id: 'ada', ...body }).error;
    expect(error?.issues.map(({ path }) => path.join('.'))).toEqual([field]);
  });
});
