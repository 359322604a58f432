import { deciderSpec } from '#event-sourcing/testing';
import { describe, it } from '@jest/globals';
import { customerAggregate } from '../customer.state.js';
import { aCustomer } from '../testing/customer-fixtures.js';
import { decideUpsertCustomer, upsertCustomerInput } from './upsert-customer.js';

const { given } = deciderSpec(customerAggregate, decideUpsertCustomer);
const upsert = (body: object) => ({ id: 5, input: upsertCustomerInput.parse({ external_id: 'ada', ...body }) });

const { updated } = aCustomer;
const created = (data: Parameters<typeof aCustomer.created>[0] = {}) => aCustomer.created({ customer_type: null, ...data });

describe('a customer inside a request for a case', () => {
  it('is made when it is new', () => {
    given().when(upsert({ full_name: 'Ada Lovelace' })).then(created());
    given()
      .when(upsert({ full_name: 'Ada Lovelace', customer_type: '', input_details: { a: 1 }, delete_after: 7 }))
      .then(created({ input_details: { a: 1 }, delete_after: 7 }));
  });

  it('needs a name when it is new', () => {
    given().when(upsert({})).fails('required', 'full_name');
  });

  it('replaces name, type and details of one that exists: what is omitted becomes null', () => {
    given(created({ customer_type: 'INDIVIDUAL', input_details: { a: 1 } }))
      .when(upsert({ full_name: 'Ada King' }))
      .then(updated({ full_name: 'Ada King', customer_type: null, input_details: null }));
    given(created()).when(upsert({})).then(updated({ full_name: null }));
  });

  it('changes the rest only when it is given', () => {
    const platforms = [{ domain: 'acme.my.salesforce.com', id: '003A' }];
    given(created({ delete_after: 7, sync_platforms: platforms })).when(upsert({ full_name: 'Ada Lovelace' })).thenNothing();
    given(created({ delete_after: 7 }))
      .when(upsert({ full_name: 'Ada Lovelace', delete_after: 9, sync_platforms: platforms }))
      .then(updated({ sync_platforms: platforms, delete_after: 9 }));
  });

  it('leads to nothing when it says what is known already', () => {
    given(created()).when(upsert({ full_name: 'Ada Lovelace' })).thenNothing();
    given(created()).when(upsert({ full_name: 'Ada King' })).resent();
  });
});
