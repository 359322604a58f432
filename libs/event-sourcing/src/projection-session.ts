import type { BuildRegistry, FoundBuilds } from './build-registry.js';
import { BuildWriter, type BuildWriterLimits } from './build-writer.js';
import type { Clock } from './clock.js';
import type { Position } from './event.js';
import type { EventBatch, EventStore } from './event-store.js';
import type { Logger } from './logger.js';
import type { Build } from './projection-build.js';
import { ReadAheadError } from './projection-fold.js';
import type { Projection } from './projection.js';
import type { ProjectionStore } from './projection-store.js';
import { type RunningSubscription, runSubscription } from './subscription-runner.js';
import type { Timer } from './timer.js';

/** What every session of a projector works with. */
export interface SessionTools {
  /** The projection, and the one of the version before where that is still known: each fills builds of its version. */
  readonly projections: readonly Projection[];
  readonly events: EventStore;
  readonly store: ProjectionStore;
  readonly registry: BuildRegistry;
  readonly claimant: () => string;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly random: () => number;
  readonly batchSize: number;
  readonly limits?: BuildWriterLimits;
  readonly token?: number;
}

/** What a session tells its projector. */
export interface SessionEvents {
  /** A batch went into a build; never rejects. */
  handled(build: Build, batch: EventBatch): Promise<void>;
  /** About once a second, whatever happens; never rejects. */
  tick(): Promise<void>;
  /** A build cannot be mended event by event. */
  beyondRepair(): Promise<void>;
}

/** A build and what fills it. */
export interface FilledBuild {
  readonly build: Build;
  readonly writer: BuildWriter;
  readonly subscription: RunningSubscription;
}

const LOOK_AROUND = 1_000;
const READ_AHEAD_LIMIT = 3;

/** Fills the builds that there are, until there are others. */
export class ProjectionSession {
  readonly filled: readonly FilledBuild[];
  private readonly over = new AbortController();
  private readonly signal: AbortSignal;
  private caughtUp = false;

  /** @param closing leaves the active build as it is, so that the new one can draw level and take its place. */
  constructor(
    private readonly tools: SessionTools,
    private readonly events: SessionEvents,
    private readonly found: FoundBuilds,
    private readonly closing: boolean,
    signal: AbortSignal,
  ) {
    this.signal = AbortSignal.any([signal, this.over.signal]);
    const { active, building } = found.builds;
    this.filled = [closing && building !== undefined ? undefined : active, building].flatMap((build) => this.fill(build));
  }

  /** Ends the session after the batches under way. */
  end(): void {
    this.over.abort();
  }

  /** Resolves when the session is over: true when the new build caught up and the old one rests. */
  async ended(): Promise<boolean> {
    await Promise.all([this.lookAround(), ...this.filled.map(({ subscription }) => subscription.ended)]);
    return this.caughtUp;
  }

  private fill(build: Build | undefined): readonly FilledBuild[] {
    const projection = this.tools.projections.find(({ version }) => version === build?.version);
    if (build === undefined || projection === undefined) return [];
    const { store, events, claimant, logger, clock, timer, random, batchSize, limits, token } = this.tools;
    const writer = new BuildWriter(projection, build, store, claimant(), limits, token);
    let readAhead = 0;
    const subscription = runSubscription({
      name: `projection ${projection.name} ${build.id}`,
      store: events,
      filter: { categories: Object.keys(projection.sources) },
      batchSize,
      checkpoint: { load: () => this.load(build, writer) },
      handle: async (batch) => {
        try {
          await writer.handle(batch);
          readAhead = 0;
        } catch (error) {
          if (error instanceof ReadAheadError && ++readAhead >= READ_AHEAD_LIMIT) await this.events.beyondRepair();
          throw error;
        }
        await this.events.handled(build, batch);
        await this.seeWhetherCaughtUp({ build, writer }, batch);
      },
      signal: this.signal,
      logger,
      clock,
      timer,
      random,
    });
    return [{ build, writer, subscription }];
  }

  private async load(build: Build, writer: BuildWriter): Promise<Position | undefined> {
    const position = await writer.load();
    // A store that went back may have gone back to before this was done.
    if (build.id === this.found.builds.active?.id) await writer.prepareForQueries();
    return position;
  }

  private async seeWhetherCaughtUp({ build, writer }: { readonly build: Build; readonly writer: BuildWriter }, batch: EventBatch): Promise<void> {
    const { active, building } = this.found.builds;
    if (build.id !== building?.id) return;
    if (this.closing ? await this.tools.registry.mayReplace(active, building) : batch.live) {
      await writer.prepareForQueries();
      this.caughtUp = true;
      this.end();
    }
  }

  /** Notices what comes from elsewhere: a request, another projector, a store that went back while nothing happened. */
  private async lookAround(): Promise<void> {
    for (;;) {
      await this.tools.timer.delay(LOOK_AROUND, this.signal);
      if (this.signal.aborted) return;
      try {
        const unmoved = await Promise.all(this.filled.map(({ writer }) => writer.unmoved()));
        if (unmoved.includes(false) || (await this.tools.registry.unsettled(this.found))) this.end();
        await this.events.tick();
      } catch (error) {
        // The subscriptions report an outage by themselves; the next look may find the store again.
        this.tools.logger.warn({ err: error }, 'read store could not be looked at');
      }
    }
  }
}
