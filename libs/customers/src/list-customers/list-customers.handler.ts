import { type PageRequest } from '#http';
import { ReadStore } from '#read-store';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { CustomerState } from '../customer.state.js';
import { customersQuery, type ListCustomersQuery } from './list-customers.query.js';

/** A page of an organization's customers, and how many there are in all. */
export interface CustomerPage {
  readonly count: number;
  readonly customers: readonly CustomerState[];
}

/** Customers of an organization. */
export class ListCustomers extends Query<CustomerPage> {
  constructor(
    readonly org: string,
    readonly query: ListCustomersQuery,
    readonly page: PageRequest,
  ) {
    super();
  }
}

@QueryHandler(ListCustomers)
export class ListCustomersHandler implements IQueryHandler<ListCustomers> {
  constructor(private readonly readModels: ReadStore) {}

  async execute({ org, query, page }: ListCustomers): Promise<CustomerPage> {
    const { filter, sort } = customersQuery(org, query);
    const [count, customers] = await Promise.all([
      this.readModels.count('customers', filter),
      this.readModels.find('customers', { filter, sort, skip: page.offset, limit: page.size }),
    ]);
    return { count, customers: customers as unknown as readonly CustomerState[] };
  }
}
