import type { Position } from './event.js';
import { rebuildRegister, statusRegister } from './projection-build.js';
import type { ProjectionStore } from './projection-store.js';

/** How far a build has come. */
export interface BuildProgress {
  readonly build: string;
  readonly version: number;
  readonly position?: Position;
  /** How many events went into it, exactly, from the start of the log. */
  readonly events: number;
}

/** What operators see of a projection. Stored as JSON: changing the names changes stored data. */
export interface ProjectionStatus {
  readonly name: string;
  /**
   * `starting`; `building`: a new build is being filled, queries read the active one if there is any; `catching_up`;
   * `live`; `retrying`: an error stands in the way, see `error`; `stopped`.
   */
  readonly state: 'starting' | 'building' | 'catching_up' | 'live' | 'retrying' | 'stopped';
  /** The build that queries read. */
  readonly active?: BuildProgress;
  /** The build that is being filled. */
  readonly building?: BuildProgress;
  /**
   * How many events the new build will have: as many as the active one has. Unknown for a first build, since the log
   * does not tell how long it is; approximate where a new version reads other streams.
   */
  readonly total?: number;
  readonly events_per_second: number;
  readonly error?: string;
  /** ISO 8601: when this was so. */
  readonly updated_at: string;
}

/**
 * Asks for a build from the start of the log, from any process. The projector notices within about a second.
 * @param requestId differs from that of every request before; the same id again asks for nothing more.
 */
export async function requestRebuild(store: ProjectionStore, projection: string, requestId: string): Promise<void> {
  await setRegister(store, rebuildRegister(projection), requestId);
}

/** The status that the projector wrote last: a change shows within a second, `updated_at` moves every ten while it runs. */
export async function projectionStatus(store: ProjectionStore, projection: string): Promise<ProjectionStatus | undefined> {
  const text = await store.getRegister(statusRegister(projection));
  return text === undefined ? undefined : (JSON.parse(text) as ProjectionStatus);
}

/** Leaves the status where `projectionStatus` finds it. */
export async function publishStatus(store: ProjectionStore, status: ProjectionStatus): Promise<void> {
  await setRegister(store, statusRegister(status.name), JSON.stringify(status));
}

/** Sets a register whatever it holds: the last one wins. */
async function setRegister(store: ProjectionStore, key: string, value: string): Promise<void> {
  for (;;) {
    if (await store.moveRegister(key, await store.getRegister(key), value)) return;
  }
}
