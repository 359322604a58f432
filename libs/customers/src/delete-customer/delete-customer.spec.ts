import { deciderSpec, SPEC_TIME } from '#event-sourcing/testing';
import { describe, it } from '@jest/globals';
import type { CustomerEvent } from '../customer.events.js';
import { customerAggregate } from '../customer.state.js';
import { aCustomer } from '../testing/customer-fixtures.js';
import { decideDeleteCustomer } from './delete-customer.js';

const { given } = deciderSpec(customerAggregate, decideDeleteCustomer);
const DAY = 24 * 3_600_000;
const after = (milliseconds: number, hasCases = false) => ({ hasCases, now: Date.parse(SPEC_TIME) + milliseconds });
const created = (delete_after: number): CustomerEvent => aCustomer.created({ delete_after });
const changed = (delete_after: number): CustomerEvent => aCustomer.updated({ delete_after });
const deleted: CustomerEvent = { type: 'customer-deleted', data: { customer_id: 5 } };

describe('deleting a customer', () => {
  it('is done when nothing has changed for its days, once, and not a millisecond earlier', () => {
    given(created(30)).when(after(30 * DAY - 1)).thenNothing();
    given(created(30)).when(after(30 * DAY)).then(deleted);
    given(created(30)).when(after(30 * DAY)).resent();
  });

  it('goes by what holds at that moment', () => {
    given(created(0), changed(-1)).when(after(40_000 * DAY)).thenNothing();
    given(created(-1), changed(1)).when(after(DAY)).then(deleted);
  });

  it('waits until whoever made it can have made a case of it', () => {
    given(created(0)).when(after(14_999)).thenNothing();
    given(created(0)).when(after(15_000)).then(deleted);
  });

  it('waits for its cases', () => {
    given(created(0)).when(after(40_000 * DAY, true)).thenNothing();
  });

  it('does nothing to one that is not there (any more)', () => {
    given().when(after(DAY)).thenNothing();
    given(created(0), deleted).when(after(DAY)).thenNothing();
  });
});
