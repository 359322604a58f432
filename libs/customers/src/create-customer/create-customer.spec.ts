import { deciderSpec } from '#event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import { customerAggregate } from '../customer.state.js';
import { aCustomer } from '../testing/customer-fixtures.js';
import { createCustomerInput, decideCreateCustomer } from './create-customer.js';

const { given } = deciderSpec(customerAggregate, decideCreateCustomer);
const create = (body: object) => ({ id: 5, input: createCustomerInput.parse(body) });
const created = aCustomer.created();

describe('creating a customer', () => {
  it('makes one', () => {
    given().when(create({ full_name: 'Ada Lovelace', external_id: 'ada', customer_type: 'INDIVIDUAL' })).then(created);
  });

  it('refuses an external_id that is taken', () => {
    given(created).when(create({ full_name: 'Eve', external_id: 'ada' })).fails('unique', 'external_id');
  });

  it.each([
    ['no name', {}, 'full_name'],
    ['an empty name', { full_name: '' }, 'full_name'],
    ['a name that is too long', { full_name: 'x'.repeat(256) }, 'full_name'],
    ['a wrong type', { full_name: 'A', customer_type: 'DOG' }, 'customer_type'],
    ['details that are no object', { full_name: 'A', input_details: [] }, 'input_details'],
    ['an external_id that is too long', { full_name: 'A', external_id: 'x'.repeat(256) }, 'external_id'],
  ])('refuses a body with %s and names the field', (_, body, field) => {
    const error = createCustomerInput.safeParse(body).error;
    expect(error?.issues.map(({ path }) => path.join('.'))).toContain(field);
  });
});
