import { CommandRunner } from '#event-sourcing';
import { Injectable } from '@nestjs/common';
import { customerAggregate, type CustomerState, customerStream } from './customer.state.js';
import { customerCard, type CustomerCard } from './customer.view.js';

/** Customers as they are at this moment, read from their streams: what is decided upon must not be out of date. */
@Injectable()
export class CustomerReader {
  constructor(private readonly runner: CommandRunner) {}

  /** The customer; undefined when the organization has none with this id. */
  async get(org: string, id: number): Promise<CustomerState | undefined> {
    return (await this.runner.read(customerAggregate, customerStream(org, id))).state;
  }

  /** What a case shows of the customer. */
  async card(org: string, id: number): Promise<CustomerCard | null> {
    const customer = await this.get(org, id);
    return customer ? customerCard(customer) : null;
  }
}
