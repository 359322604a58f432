import { view } from '#http';
import { z } from 'zod';
import { customerFields } from '../customer.input.js';
import type { CustomerState } from '../customer.state.js';
import { updateCustomerInput } from '../update-customer/update-customer.js';
import { customerSchema } from './v3.js';

/*
 * Version 2, "OAuth": nothing of other systems that stand for the same customer.
 */

const { id, external_id, full_name, customer_type, input_details, parent, delete_after, created_at, updated_at } = customerSchema.shape;

/** A customer. */
export const customerView = view(
  z.object({ id, external_id, full_name, customer_type, input_details, parent, delete_after, created_at, updated_at }).meta({ id: 'Customer' }),
  (customer: CustomerState) => ({
    id: customer.id,
    external_id: customer.external_id,
    full_name: customer.full_name,
    customer_type: customer.customer_type,
    input_details: customer.input_details,
    parent: customer.parent,
    delete_after: customer.delete_after,
    created_at: customer.created_at,
    updated_at: customer.updated_at,
  }),
);

const written = {
  full_name: customerFields.full_name,
  external_id: customerFields.external_id,
  customer_type: customerFields.customer_type,
  input_details: customerFields.input_details,
  delete_after: customerFields.delete_after,
};

/** The body of `POST /api/customers/`. */
export const createCustomerBody = z.object(written).meta({ id: 'CreateCustomer', example: { external_id: 'cust-123', full_name: 'John Smith', customer_type: 'INDIVIDUAL' } });

/** The `customer` of a new case. */
export const inlineCustomer = z.object({ ...written, full_name: written.full_name.nullish() }).meta({ id: 'InlineCustomer' });

const { external_id: known, full_name: changed } = updateCustomerInput.shape;

/** The body of `POST /api/customers/update/`. */
export const updateCustomerBody = z
  .object({ ...written, external_id: known, full_name: changed })
  .meta({ id: 'UpdateCustomer', example: { external_id: 'cust-123', full_name: 'Jane Smith' } });
