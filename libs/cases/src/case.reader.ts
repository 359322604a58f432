import { customerCodec, type CustomerEvent, customerStream } from '#customers';
import { EventStore, type Recorded } from '#event-sourcing';
import { ReadStore } from '#read-store';
import { Injectable } from '@nestjs/common';
import { caseCodec, type CaseEvent } from './case.events.js';
import { type CaseOrCustomerEvent, lastDocument } from './case.replay.js';
import { caseStream } from './case.state.js';
import type { CaseDocument } from './case.view.js';
import { applyCaseEvent, applyCustomerEvent, type CaseReadModel } from './cases.projection.js';

/** Cases as they are and as they were. */
@Injectable()
export class CaseReader {
  constructor(
    private readonly store: EventStore,
    private readonly readModels: ReadStore,
  ) {}

  /**
   * The case as it is now; undefined when the organization has none with this id. Starts from the read model and
   * applies whatever has happened to the case or its customer since, so that it never shows less than what was
   * acknowledged, however far the read model is behind.
   */
  async current(org: string, id: number): Promise<CaseDocument | undefined> {
    const stored = (await this.readModels.findOne('cases', `${org}.${id}`)) as unknown as CaseReadModel | undefined;
    if (!stored) return lastDocument(await this.trail(org, id));
    const [caseNews, customerNews] = await Promise.all([
      this.caseEvents(org, id, stored.revision + 1),
      this.customerEvents(org, stored.customer_id, stored.customer_revision + 1),
    ]);
    const { customer, customer_revision: revision } = stored;
    const withCase = caseNews.reduce((document, event) => applyCaseEvent(document, event, { card: customer, revision }) ?? document, stored);
    return customerNews.reduce(applyCustomerEvent, withCase);
  }

  /** Everything that ever happened to the case and its customer, in the order of the log; nothing when there is no such case. */
  async trail(org: string, id: number): Promise<readonly CaseOrCustomerEvent[]> {
    const events = await this.caseEvents(org, id, 0);
    const [first] = events;
    if (first?.type !== 'case-created') return [];
    const customer = await this.customerEvents(org, first.data.customer_id, 0);
    return [...events, ...customer].sort((a, b) => (a.position < b.position ? -1 : 1));
  }

  private async caseEvents(org: string, id: number, from: number): Promise<Recorded<CaseEvent>[]> {
    const events = await this.store.readStream(caseStream(org, id), { from });
    return events.map((event) => caseCodec.decode(event));
  }

  private async customerEvents(org: string, id: number, from: number): Promise<Recorded<CustomerEvent>[]> {
    const events = await this.store.readStream(customerStream(org, id), { from });
    return events.map((event) => customerCodec.decode(event));
  }
}
