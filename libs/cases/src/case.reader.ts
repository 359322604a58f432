import { EventStore } from '#event-sourcing';
import { ReadStore } from '#read-store';
import { Injectable } from '@nestjs/common';
import { type CaseOrCustomerEvent, lastDocument } from './case.replay.js';
import { shownPast } from './case.past.js';
import { readCaseEvents, readCustomerEvents, readTrail } from './case.trail.js';
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
    const caseNews = await readCaseEvents(this.store, org, id, stored.revision + 1);
    // After the case: whoever has it at a revision has its customer at least as it was then, which is what the ETag tells them.
    const customerNews = await readCustomerEvents(this.store, org, stored.customer_id, stored.customer_revision + 1);
    const { customer, customer_revision: revision } = stored;
    let withCase: CaseReadModel | undefined = stored;
    for (const event of caseNews) withCase = applyCaseEvent(withCase, event, { card: customer, revision });
    return withCase && customerNews.reduce(applyCustomerEvent, withCase);
  }

  /** The past of a case that is there, as it may be shown by now: nothing of a case that was deleted, and of deleted checks what is left. */
  async past(org: string, id: number): Promise<readonly CaseOrCustomerEvent[]> {
    return shownPast(await this.trail(org, id));
  }

  /** As `readTrail`: the whole past, whatever was deleted since. */
  trail(org: string, id: number): Promise<readonly CaseOrCustomerEvent[]> {
    return readTrail(this.store, org, id);
  }
}
