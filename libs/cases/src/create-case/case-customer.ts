import type { Blueprint } from '#configs';
import { CustomerReader, type CustomerState, type InlineCustomer, InlineCustomers } from '#customers';
import { type CommandContext, DomainError, insideField, invalidField } from '#event-sourcing';
import { Injectable } from '@nestjs/common';
import type { CreateCaseInput } from './create-case.js';

/** The customer of a case that is about to be made: one that is there, or one that comes inside of the request. */
@Injectable()
export class CaseCustomers {
  constructor(
    private readonly customers: CustomerReader,
    private readonly inline: InlineCustomers,
  ) {}

  /** @throws DomainError naming the field when there is no such customer, or the customer would be refused. Nothing is written. */
  async prepare({ customer, customer_id }: CreateCaseInput, blueprint: Blueprint | undefined, context: CommandContext): Promise<InlineCustomer> {
    if (customer) {
      refuseOtherType(blueprint, customer.customer_type);
      const prepared = await insideCustomer(this.inline.prepare(customer, context));
      return { id: () => insideCustomer(prepared.id()), save: () => insideCustomer(prepared.save()) };
    }
    const id = customer_id ?? 0;
    const known = await this.customers.get(context.org, id);
    if (!known) throw invalidField('customer_id', 'does_not_exist', `Invalid pk "${id}" - object does not exist.`);
    refuseOtherType(blueprint, known.customer_type);
    return { id: async () => id, save: async () => known };
  }
}

/** A config may be for one type of customer; a customer of no type in particular is of any. */
function refuseOtherType(blueprint: Blueprint | undefined, type: CustomerState['customer_type'] | undefined): void {
  if (blueprint?.customer_type == null || type == null || type === blueprint.customer_type) return;
  throw invalidField('case_config', 'customer_type', `This case config is for customers of type ${blueprint.customer_type}.`);
}

async function insideCustomer<T>(settled: Promise<T>): Promise<T> {
  try {
    return await settled;
  } catch (error) {
    throw error instanceof DomainError ? insideField('customer', error) : error;
  }
}
