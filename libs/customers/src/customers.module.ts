import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { CreateCustomerHandler } from './create-customer/create-customer.handler.js';
import { CreateCustomerRoute } from './create-customer/create-customer.route.js';
import { CustomerReader } from './customer.reader.js';
import { CustomerRegistry } from './customer.registry.js';
import { GetCustomerHandler } from './get-customer/get-customer.handler.js';
import { GetCustomerRoute } from './get-customer/get-customer.route.js';
import { InlineCustomers } from './inline.customers.js';
import { ListCustomersHandler } from './list-customers/list-customers.handler.js';
import { ListCustomersRoute } from './list-customers/list-customers.route.js';
import { UpdateCustomerHandler } from './update-customer/update-customer.handler.js';
import { UpdateCustomerRoute } from './update-customer/update-customer.route.js';
import { UpsertCustomerHandler } from './upsert-customer/upsert-customer.handler.js';

/** Customers: commands and queries, for any process. */
@Module({
  imports: [CqrsModule],
  providers: [
    CreateCustomerHandler,
    CustomerReader,
    CustomerRegistry,
    GetCustomerHandler,
    InlineCustomers,
    ListCustomersHandler,
    UpdateCustomerHandler,
    UpsertCustomerHandler,
  ],
  exports: [CustomerReader, InlineCustomers],
})
export class CustomerHandlersModule {}

/** Customers over HTTP; needs `HttpModule`. */
@Module({
  imports: [CqrsModule, CustomerHandlersModule],
  controllers: [CreateCustomerRoute, GetCustomerRoute, ListCustomersRoute, UpdateCustomerRoute],
  exports: [CustomerHandlersModule],
})
export class CustomersModule {}
