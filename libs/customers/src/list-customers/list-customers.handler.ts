import { type ListPage, type ListRequest, readList } from '#http';
import { ReadStore } from '#read-store';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { CustomerState } from '../customer.state.js';
import { customersQuery, type ListCustomersQuery } from './list-customers.query.js';

/** Customers of an organization. */
export class ListCustomers extends Query<ListPage<CustomerState>> {
  constructor(
    readonly org: string,
    readonly query: ListCustomersQuery,
    readonly page: ListRequest,
  ) {
    super();
  }
}

@QueryHandler(ListCustomers)
export class ListCustomersHandler implements IQueryHandler<ListCustomers> {
  constructor(private readonly readModels: ReadStore) {}

  execute({ org, query, page }: ListCustomers): Promise<ListPage<CustomerState>> {
    return readList(this.readModels, 'customers', customersQuery(org, query), page);
  }
}
