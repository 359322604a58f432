import { backoff } from './backoff.js';
import { BuildRegistry, type FoundBuilds } from './build-registry.js';
import type { BuildWriterLimits } from './build-writer.js';
import { type Clock, type Ids, isoTime, systemClock } from './clock.js';
import type { Position } from './event.js';
import type { EventStore } from './event-store.js';
import type { Logger } from './logger.js';
import type { Build, Builds } from './projection-build.js';
import { ProjectionSession, type SessionEvents, type SessionTools } from './projection-session.js';
import type { Checkpoint } from './projection-checkpoint.js';
import { type BuildProgress, type ProjectionStatus, publishStatus, requestRebuild } from './projection-status.js';
import type { Projection } from './projection.js';
import type { ProjectionStore } from './projection-store.js';
import { RateMeter } from './rate-meter.js';
import { systemTimer, type Timer } from './timer.js';
import { randomIds } from './uuid.js';

/** What a projector needs to run. */
export interface ProjectorSettings {
  readonly projection: Projection;
  /**
   * The projection as it was in the version before, where its code is still there: it keeps the old documents up to
   * date while the new ones are built. Without it they stand still until the switch, unless an older process runs on.
   */
  readonly previous?: Projection;
  readonly events: EventStore;
  readonly store: ProjectionStore;
  readonly logger: Logger;
  readonly clock?: Clock;
  readonly timer?: Timer;
  readonly ids?: Ids;
  /** A number from 0 to below 1; default `Math.random`. */
  readonly random?: () => number;
  /** How many events are folded at once while catching up; default 2,000. */
  readonly batchSize?: number;
  readonly limits?: BuildWriterLimits;
  /** The token of the lease under which it works, where there is one: projectors under earlier leases are kept out. */
  readonly token?: number;
}

/** Milliseconds between two published statuses: while something moves, and while nothing does. */
const PUBLISH_EVERY = 250;
const PUBLISH_UNCHANGED_EVERY = 10_000;

/**
 * Keeps a projection's documents up to date, and rebuilds them beside the old ones when the version was raised or
 * somebody asks for it: queries read the old build until the new one has caught up. Any number of projectors may run
 * on one read store; one of them gets ahead, the others lose and follow.
 */
export class Projector {
  private readonly projection: Projection;
  private readonly registry: BuildRegistry;
  private readonly tools: SessionTools;
  private readonly ids: Ids;
  private readonly rate: RateMeter;
  private readonly waiting = new Set<() => void>();
  private builds: Builds | undefined;
  private session: ProjectionSession | undefined;
  private resting: BuildProgress | undefined;
  private live = false;
  private stopped = false;
  private failure: { readonly error: Error; readonly attempts: number } | undefined;
  private published: ProjectionStatus | undefined;
  private publishedAt = 0;

  constructor(settings: ProjectorSettings) {
    const { projection, previous, events, store, logger } = settings;
    const { clock = systemClock, timer = systemTimer, random = Math.random, batchSize = 2_000 } = settings;
    this.projection = projection;
    this.ids = settings.ids ?? randomIds;
    this.registry = new BuildRegistry(projection, store, logger);
    this.rate = new RateMeter(clock);
    this.tools = {
      projections: previous === undefined ? [projection] : [projection, previous],
      events,
      store,
      registry: this.registry,
      claimant: () => this.ids.uuid(),
      logger,
      clock,
      timer,
      random,
      batchSize,
      ...(settings.limits === undefined ? {} : { limits: settings.limits }),
      ...(settings.token === undefined ? {} : { token: settings.token }),
    };
  }

  /** Works until the signal is aborted and the batch under way is written; never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    const { logger, timer, random } = this.tools;
    let caughtUp = false;
    while (!signal.aborted) {
      try {
        const found = await this.registry.settle(caughtUp);
        this.builds = found.builds;
        const { active } = found.builds;
        this.resting = active && progress(active, await this.registry.checkpoint(active));
        this.failure = undefined;
        this.live = false;
        this.session = this.openSession(found, caughtUp, signal);
        this.wake();
        caughtUp = await this.session.ended();
      } catch (thrown) {
        const error = thrown instanceof Error ? thrown : new Error(String(thrown));
        this.failure = { error, attempts: (this.failure?.attempts ?? 0) + 1 };
        caughtUp = false;
        logger.error({ projection: this.projection.name, attempts: this.failure.attempts, err: error }, 'projection failed, will be tried again');
        await this.publish();
        await timer.delay(backoff(this.failure.attempts, random()), signal);
      }
    }
    this.stopped = true;
    await this.publish();
  }

  /** What the projector is doing, this very moment. */
  status(): ProjectionStatus {
    const filled = (build: Build | undefined): BuildProgress | undefined => {
      const found = this.session?.filled.find((each) => each.build.id === build?.id);
      return found?.writer.checkpoint && progress(found.build, found.writer.checkpoint);
    };
    const active = filled(this.builds?.active) ?? this.resting;
    const building = filled(this.builds?.building);
    const error = this.error();
    return {
      name: this.projection.name,
      state: this.state(error),
      ...(active === undefined ? {} : { active }),
      ...(building === undefined ? {} : { building }),
      ...(building === undefined || active === undefined ? {} : { total: Math.max(active.events, building.events) }),
      events_per_second: this.rate.perSecond(),
      ...(error === undefined ? {} : { error: error.message }),
      updated_at: isoTime(this.tools.clock.now()),
    };
  }

  /** Builds everything anew, beside what queries read; answers when it is noted, not when it is done. */
  async rebuild(): Promise<void> {
    await requestRebuild(this.tools.store, this.projection.name, this.ids.uuid());
    this.session?.end();
  }

  /**
   * Resolves when queries see everything up to this position.
   * @throws the signal's reason when it is aborted before that.
   */
  async waitFor(position: Position, signal?: AbortSignal): Promise<void> {
    const reached = (): boolean => (this.status().active?.position ?? '') >= position;
    while (!reached()) {
      signal?.throwIfAborted();
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          this.waiting.delete(wake);
          signal?.removeEventListener('abort', wake);
          resolve();
        };
        this.waiting.add(wake);
        signal?.addEventListener('abort', wake, { once: true });
      });
    }
  }

  private openSession(found: FoundBuilds, caughtUp: boolean, signal: AbortSignal): ProjectionSession {
    const events: SessionEvents = {
      handled: async (build, batch) => {
        this.rate.add(batch.events.length);
        if (build.id === found.builds.active?.id) {
          this.live ||= batch.live;
          this.wake();
        }
        const busy = !this.live || found.builds.building !== undefined;
        if (busy && this.tools.clock.now() - this.publishedAt >= PUBLISH_EVERY) await this.publish();
      },
      tick: () => this.publishIfChanged(),
      beyondRepair: () => this.rebuild(),
    };
    return new ProjectionSession(this.tools, events, found, caughtUp && found.builds.building !== undefined, signal);
  }

  private wake(): void {
    for (const wake of this.waiting) wake();
  }

  /** What stands in the way: of the builds as a whole, or of one of them. */
  private error(): Error | undefined {
    if (this.failure !== undefined) return this.failure.error;
    const statuses = this.session?.filled.map(({ subscription }) => subscription.status) ?? [];
    return statuses.find((status) => status.state === 'retrying')?.error;
  }

  private state(error: Error | undefined): ProjectionStatus['state'] {
    if (this.stopped) return 'stopped';
    if (error !== undefined) return 'retrying';
    if (this.builds === undefined) return 'starting';
    if (this.builds.building !== undefined) return 'building';
    return this.live ? 'live' : 'catching_up';
  }

  /** A projector at rest does not write every second. */
  private async publishIfChanged(): Promise<void> {
    const old = this.tools.clock.now() - this.publishedAt >= PUBLISH_UNCHANGED_EVERY;
    if (old || JSON.stringify({ ...this.status(), updated_at: this.published?.updated_at }) !== JSON.stringify(this.published)) {
      await this.publish();
    }
  }

  /** Never rejects: nothing depends on the status. */
  private async publish(): Promise<void> {
    this.publishedAt = this.tools.clock.now();
    this.published = this.status();
    try {
      await publishStatus(this.tools.store, this.published);
    } catch (error) {
      this.tools.logger.warn({ projection: this.projection.name, err: error }, 'projection status could not be published');
    }
  }
}

const progress = ({ id, version }: Build, { position, events }: Checkpoint): BuildProgress => ({
  build: id,
  version,
  ...(position === undefined ? {} : { position }),
  events,
});
