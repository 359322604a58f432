import {
  type EventStore,
  type Logger,
  type Position,
  type RecordedEvent,
  runSubscription,
  type RunningSubscription,
  systemTimer,
  type Timer,
} from '#event-sourcing';

/** What a memory of the log needs to keep up with it. */
export interface LogFollowerOptions {
  /** For logs. */
  readonly name: string;
  readonly store: EventStore;
  /** Of the streams whose events matter. */
  readonly categories: readonly string[];
  /** Takes in one event; each comes once, in the order of the log. */
  readonly apply: (event: RecordedEvent) => void;
  readonly logger: Logger;
  readonly timer?: Timer;
}

/** Keeps something in memory in step with the log: for what is small and asked about on every request. */
export class LogFollower {
  readonly #stopping = new AbortController();
  #position: Position | undefined;
  #subscription: RunningSubscription | undefined;

  constructor(private readonly options: LogFollowerOptions) {}

  /**
   * Resolves when everything was taken in that was in the log at this moment; while the store does not answer, that is waited for.
   * @param signal ends the waiting.
   */
  async start(signal?: AbortSignal): Promise<void> {
    const { name, store, categories, logger, timer = systemTimer } = this.options;
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
      filter: { categories },
      checkpoint: {
        load: async () => {
          // Of an empty log nobody says that its end is reached.
          if ((await store.head()) === undefined) give();
          return this.#position;
        },
      },
      handle: async ({ events, position, live }) => {
        this.apply(events);
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

  /** Takes in what the log holds by now, without waiting for the subscription to bring it. */
  async catchUp(): Promise<void> {
    const filter = { categories: this.options.categories };
    for (;;) {
      const events = await this.options.store.readAll({ filter, ...(this.#position === undefined ? {} : { after: this.#position }) });
      if (events.length === 0) return;
      this.apply(events);
    }
  }

  private comeTo(position: Position): void {
    if (this.#position === undefined || position > this.#position) this.#position = position;
  }

  /** Leaves out what was applied before: the subscription and `catchUp` may both bring an event. */
  private apply(events: readonly RecordedEvent[]): void {
    for (const event of events) {
      if (this.#position !== undefined && event.position <= this.#position) continue;
      this.comeTo(event.position);
      this.options.apply(event);
    }
  }
}
