import type { Logger } from './logger.js';
import {
  type Build,
  type Builds,
  buildsRegister,
  checkpointRegister,
  dropped,
  parseBuilds,
  rebuildRegister,
  switched,
  wantedBuilds,
} from './projection-build.js';
import { type Checkpoint, parseCheckpoint } from './projection-checkpoint.js';
import type { Projection } from './projection.js';
import type { ProjectionStore } from './projection-store.js';

/** The builds of a projection as they were found. */
export interface FoundBuilds {
  readonly builds: Builds;
  /** The register's value, to notice a change by. */
  readonly text: string | undefined;
}

/** Decides, together with every other projector of the projection, which builds there are. */
export class BuildRegistry {
  constructor(
    private readonly projection: Projection,
    private readonly store: ProjectionStore,
    private readonly logger: Logger,
  ) {}

  /**
   * Makes every change that is due, one compare-and-set at a time: starts a build, switches to it, drops what is
   * retired. Dying between any two steps leaves a state from which the next call goes on.
   *
   * @param caughtUp whether the new build reached the end of the log, and nothing here fills the old one any more.
   * @throws NewerProjectionError
   */
  async settle(caughtUp: boolean): Promise<FoundBuilds> {
    for (;;) {
      const text = await this.store.getRegister(buildsRegister(this.projection.name));
      const builds = parseBuilds(text);
      const next = await this.next(builds, caughtUp);
      if (next === builds) return { builds, text };
      const moved = await this.store.moveRegister(buildsRegister(this.projection.name), text, JSON.stringify(next));
      if (moved && next.active !== undefined && next.active.id !== builds.active?.id) {
        this.logger.info({}, `projection ${this.projection.name}: build ${next.active.id} is active`);
      }
    }
  }

  /** Whether there is something to settle. */
  async unsettled(found: FoundBuilds): Promise<boolean> {
    const request = await this.store.getRegister(rebuildRegister(this.projection.name));
    const text = await this.store.getRegister(buildsRegister(this.projection.name));
    return text !== found.text || (request !== undefined && request !== found.builds.request);
  }

  async checkpoint(build: Build): Promise<Checkpoint> {
    return parseCheckpoint(await this.store.getRegister(checkpointRegister(this.projection.name, build.id)));
  }

  /** Whether queries would see nothing older than before if they read the new build. */
  async mayReplace(active: Build | undefined, building: Build): Promise<boolean> {
    if (active === undefined) return true;
    const [old, fresh] = [(await this.checkpoint(active)).position, (await this.checkpoint(building)).position];
    return old === undefined || (fresh !== undefined && fresh >= old);
  }

  private async next(builds: Builds, caughtUp: boolean): Promise<Builds> {
    const request = await this.store.getRegister(rebuildRegister(this.projection.name));
    const wanted = wantedBuilds(builds, this.projection, request);
    if (wanted !== builds) return wanted;
    if (caughtUp && builds.building !== undefined && (await this.mayReplace(builds.active, builds.building))) {
      return switched(builds);
    }
    const [old] = builds.retired;
    if (old === undefined) return builds;
    for (const collection of old.collections) await this.store.dropCollection(collection);
    const key = checkpointRegister(this.projection.name, old.id);
    await this.store.moveRegister(key, await this.store.getRegister(key), undefined);
    return dropped(builds, old);
  }
}
