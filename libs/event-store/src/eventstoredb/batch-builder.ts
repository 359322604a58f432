import type { EventBatch, Position, RecordedEvent, SubscribeOptions } from '#event-sourcing';
import type { Notice } from './feed.js';
import { isShown } from './filter.js';
import { toRecordedEvent } from './recorded-event.js';

/** Checkpoints after which a batch is given without an event, so that a subscriber gets ahead whose filter lets nothing through. */
const CHECKPOINTS_PER_BATCH = 32;

/** Makes batches of what a subscription says, in order. */
export class BatchBuilder {
  private position: Position | undefined;
  private live = false;
  private events: RecordedEvent[] = [];
  private checkpoints = 0;
  /** Whether there is anything to be told since the batch before. */
  private hasNews = false;

  /**
   * @param options where the subscription begins, and what it shows.
   * @param head where the log ended before the subscription began.
   */
  constructor(
    private readonly options: SubscribeOptions & { readonly batchSize: number },
    private readonly head: Position | undefined,
  ) {
    this.position = options.after;
  }

  add(notice: Notice): void {
    switch (notice.kind) {
      case 'event': {
        const event = toRecordedEvent(notice.event);
        this.reach(event.position);
        if (isShown(notice.event, this.options.filter)) this.events.push(event);
        return;
      }
      case 'checkpoint':
        this.reach(notice.position);
        this.checkpoints += notice.times;
        return;
      case 'caught-up':
        this.live = true;
        // It has looked at everything that was there when it began, even where no event or checkpoint says so.
        if (this.head !== undefined) this.reach(this.head);
        this.hasNews = this.position !== undefined;
        return;
      case 'fell-behind':
        this.live = false;
    }
  }

  /** Whether it is time for a batch: while catching up, when it is full; live, when there is news. */
  isDue(drained: boolean): boolean {
    const isFull = this.events.length >= this.options.batchSize || this.checkpoints >= CHECKPOINTS_PER_BATCH;
    return this.hasNews && (isFull || (this.live && drained));
  }

  /** The batch, which ends what was added so far. */
  take(drained: boolean): EventBatch {
    const { events, position = '', live } = this;
    this.events = [];
    this.checkpoints = 0;
    this.hasNews = false;
    return { events, position, live: live && drained };
  }

  /** A checkpoint may stand behind an event that was given: a position never goes back. */
  private reach(position: Position): void {
    if (this.position !== undefined && position <= this.position) return;
    this.position = position;
    this.hasNews = true;
  }
}
