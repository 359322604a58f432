import { type JsonObject, type Position, projectionStatus } from '#event-sourcing';
import type { Filter, ReadStore } from '#read-store';
import type { AgendaItem } from './agenda.js';

/** The work that was not finished some time ago: that which a dispatcher begins with. */
export interface Backlog {
  /** Everything up to and including this position is in what `pending` gives afterwards; undefined for nothing. */
  position(): Promise<Position | undefined>;
  pending(): AsyncIterable<AgendaItem>;
}

/** Where a read model shows what is not finished. */
export interface BacklogModel {
  /** The name of the projection, and of its collection. */
  readonly model: string;
  /** What is not finished; an index of the model begins with these fields and goes on with `dueField`. */
  readonly filter: Filter;
  /** The field that says when it is due: ISO 8601. */
  readonly dueField: string;
  readonly itemOf: (document: JsonObject) => AgendaItem;
}

const PAGE = 1_000;

/** The backlog as a read model has it. */
export class ReadModelBacklog implements Backlog {
  constructor(
    private readonly store: ReadStore,
    private readonly source: BacklogModel,
  ) {}

  async position(): Promise<Position | undefined> {
    return (await projectionStatus(this.store, this.source.model))?.active?.position;
  }

  /**
   * Page by page in the order in which it is due, each page from the time at which the one before ended. What moves
   * meanwhile moves because of an event after `position`.
   */
  async *pending(): AsyncGenerator<AgendaItem> {
    const { model, filter, dueField, itemOf } = this.source;
    let from = '';
    for (let limit = PAGE; ; ) {
      const page = await this.store.find(model, {
        filter: [...filter, { field: dueField, gte: from }],
        sort: { field: dueField, direction: 'asc' },
        limit,
      });
      for (const document of page) yield itemOf(document);
      if (page.length < limit) return;
      const last = (page.at(-1)?.[dueField] as string | undefined) ?? from;
      // A whole page that is due at one moment: only a longer one gets past it.
      limit = last === from ? limit * 2 : PAGE;
      from = last;
    }
  }
}
