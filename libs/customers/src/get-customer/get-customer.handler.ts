import { notFound } from '#event-sourcing';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { CustomerReader } from '../customer.reader.js';
import type { CustomerState } from '../customer.state.js';

/** A customer as it is. */
export class GetCustomer extends Query<CustomerState> {
  constructor(
    readonly org: string,
    readonly id: number,
  ) {
    super();
  }
}

@QueryHandler(GetCustomer)
export class GetCustomerHandler implements IQueryHandler<GetCustomer> {
  constructor(private readonly customers: CustomerReader) {}

  async execute({ org, id }: GetCustomer): Promise<CustomerState> {
    const customer = await this.customers.get(org, id);
    if (!customer) throw notFound('customer');
    return customer;
  }
}
