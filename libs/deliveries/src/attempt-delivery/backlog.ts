import { type Position, projectionStatus } from '#event-sourcing';
import type { ReadStore } from '#read-store';
import { DELIVERIES } from '../deliveries.projection.js';
import type { DeliveryChannelName } from '../delivery.events.js';
import { deliveryStream } from '../delivery-id.js';
import type { AgendaItem } from './agenda.js';

/** The deliveries of a channel that were pending some time ago: those that its dispatcher begins with. */
export interface Backlog {
  /** Everything up to and including this position is in what `pending` gives afterwards; undefined for nothing. */
  position(): Promise<Position | undefined>;
  pending(): AsyncIterable<AgendaItem>;
}

const PAGE = 1_000;

/** The part of a pending delivery's document that counts here. */
interface PendingDocument {
  readonly id: string;
  readonly org: string;
  readonly host: string;
  readonly next_attempt_at: string;
}

/** The backlog as the read model has it. */
export class ReadModelBacklog implements Backlog {
  constructor(
    private readonly store: ReadStore,
    private readonly channel: DeliveryChannelName,
  ) {}

  async position(): Promise<Position | undefined> {
    return (await projectionStatus(this.store, DELIVERIES))?.active?.position;
  }

  /**
   * Page by page in the order in which they are due, each page from the time at which the one before ended. What moves
   * meanwhile moves because of an event after `position`.
   */
  async *pending(): AsyncGenerator<AgendaItem> {
    let from = '';
    for (let limit = PAGE; ; ) {
      const found = await this.store.find(DELIVERIES, {
        filter: [
          { field: 'channel', eq: this.channel },
          { field: 'status', eq: 'pending' },
          { field: 'next_attempt_at', gte: from },
        ],
        sort: { field: 'next_attempt_at', direction: 'asc' },
        limit,
      });
      const page = found as unknown as readonly PendingDocument[];
      for (const document of page) yield agendaItem(document);
      if (page.length < limit) return;
      const last = page.at(-1)?.next_attempt_at ?? from;
      // A whole page that is due at one moment: only a longer one gets past it.
      limit = last === from ? limit * 2 : PAGE;
      from = last;
    }
  }
}

const agendaItem = ({ org, id, host, next_attempt_at: at }: PendingDocument): AgendaItem => ({
  stream: deliveryStream(org, id),
  host,
  at: Date.parse(at),
});
