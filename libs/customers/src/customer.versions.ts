import { Resource, VersionedSchema } from '#http';
import { type CreateCustomerInput, createCustomerInput } from './create-customer/create-customer.js';
import { type UpdateCustomerInput, updateCustomerInput } from './update-customer/update-customer.js';
import * as v1 from './versions/v1.js';
import * as v2 from './versions/v2.js';
import * as v3 from './versions/v3.js';

/** A customer; shown from its state, which is the canonical document. */
export const customerResource = new Resource({ 1: v1.customerView, 2: v2.customerView, 3: v3.customerView });

/** The body of `POST /api/customers/`. */
export const createCustomerBody = new VersionedSchema<CreateCustomerInput>({ 1: v1.createCustomerBody, 2: v2.createCustomerBody, 3: createCustomerInput });

/** The body of `PATCH` and `POST /api/customers/update/`, which version 1 does not have. */
export const updateCustomerBody = new VersionedSchema<UpdateCustomerInput>({ 1: updateCustomerInput, 2: v2.updateCustomerBody, 3: updateCustomerInput });
