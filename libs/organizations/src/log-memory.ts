import {
  type Aggregate,
  type DomainEvent,
  type EventStore,
  isOutage,
  type Logger,
  type Position,
  type Recorded,
  type RecordedEvent,
  runSubscription,
  type RunningSubscription,
  SubscriptionDroppedError,
  systemTimer,
  type Timer,
} from '#event-sourcing';

/** What a memory of the log needs to keep up with it. */
export interface LogMemoryOptions<State, Event extends DomainEvent> {
  /** For logs. */
  readonly name: string;
  readonly store: EventStore;
  /** Of whose streams the events matter. */
  readonly aggregate: Aggregate<State, Event>;
  readonly logger: Logger;
  readonly timer?: Timer | undefined;
}

/**
 * Something kept in memory in step with the log: for what is small and asked about on every request. Follows the log of its own
 * accord. An event that cannot be taken in, such as one of a newer version of the service, is tried again and never left out:
 * what stands behind it waits.
 */
export abstract class LogMemory<State, Event extends DomainEvent> {
  readonly #options: LogMemoryOptions<State, Event>;
  readonly #stopping = new AbortController();
  #position: Position | undefined;
  #subscription: RunningSubscription | undefined;

  protected constructor(options: LogMemoryOptions<State, Event>) {
    this.#options = options;
  }

  /** Takes in one event; each comes once, in the order of the log. */
  protected abstract apply(event: Recorded<Event>): void;

  /**
   * Resolves when everything was taken in that was in the log at this moment; while the store does not answer, that is waited for.
   * @param signal ends the waiting.
   */
  async start(signal?: AbortSignal): Promise<void> {
    const { name, store, aggregate, logger, timer = systemTimer } = this.#options;
    const caughtUp = Promise.withResolvers<undefined>();
    const give = (): void => {
      caughtUp.resolve(undefined);
    };
    signal?.addEventListener('abort', give, { once: true });
    if (signal?.aborted) give();
    // A subscription and no page of the log: it is the store that looks for the few events that matter among all.
    this.#subscription = runSubscription({
      name,
      store,
      filter: { categories: [aggregate.category] },
      checkpoint: {
        load: async () => {
          // Of an empty log nobody says that its end is reached.
          if ((await store.head()) === undefined) give();
          return this.#position;
        },
      },
      handle: async ({ events, position, live }) => {
        this.takeIn(events);
        this.comeTo(position);
        if (live) give();
      },
      signal: this.#stopping.signal,
      logger,
      timer,
    });
    await caughtUp.promise;
  }

  /** Follows the log no longer. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#subscription?.ended;
  }

  /**
   * Makes sure that it can keep up. That the store is away does not count: it says so itself, and the log goes no further.
   * @throws Error of an event that cannot be taken in: what happened since is not known here.
   */
  check(): void {
    const status = this.#subscription?.status;
    if (status?.state !== 'retrying' || isOutage(status.error) || status.error instanceof SubscriptionDroppedError) return;
    throw status.error;
  }

  /** Knows everything that is in the log by now: what was just done holds here at once, elsewhere within moments. */
  async catchUp(): Promise<void> {
    const { store, aggregate } = this.#options;
    const filter = { categories: [aggregate.category] };
    for (;;) {
      const events = await store.readAll({ filter, ...(this.#position === undefined ? {} : { after: this.#position }) });
      if (events.length === 0) return;
      this.takeIn(events);
    }
  }

  private comeTo(position: Position): void {
    if (this.#position === undefined || position > this.#position) this.#position = position;
  }

  /** Leaves out what was taken in before: the subscription and `catchUp` may both bring an event. */
  private takeIn(events: readonly RecordedEvent[]): void {
    const { codec } = this.#options.aggregate;
    for (const event of events) {
      if (this.#position !== undefined && event.position <= this.#position) continue;
      this.apply(codec.decode(event));
      this.comeTo(event.position);
    }
  }
}
