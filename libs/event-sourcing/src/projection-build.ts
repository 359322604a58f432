import type { Projection } from './projection.js';

/** One set of a projection's collections, filled from the start of the log. */
export interface Build {
  /** `v<version>_<generation>`; never given out twice. */
  readonly id: string;
  readonly version: number;
  /** The names that the collections have in the store; the main one is the first. */
  readonly collections: readonly string[];
}

/** Which builds of a projection there are: the value of one register, so that every change of it is atomic. */
export interface Builds {
  /** The build that queries read. */
  readonly active?: Build;
  /** The build that is to take its place once it has caught up. */
  readonly building?: Build;
  /** Builds that nobody reads any more, to be dropped. */
  readonly retired: readonly Build[];
  /** The number of the newest build. */
  readonly generation: number;
  /** The last request for a rebuild that a build was started for. */
  readonly request?: string;
}

/** The read store was filled by a newer version of the service than this one. */
export class NewerProjectionError extends Error {
  override readonly name = 'NewerProjectionError';
  constructor(projection: string, stored: number, known: number) {
    super(
      `Projection ${projection} is at version ${stored} in the read store, and this process knows version ${known}. ` +
        'Run the newer service, or request a rebuild to go back.',
    );
  }
}

/** Register keys; changing one changes stored data. */
export const buildsRegister = (projection: string): string => `projection.${projection}.builds`;
export const checkpointRegister = (projection: string, build: string): string => `projection.${projection}.${build}.checkpoint`;
export const rebuildRegister = (projection: string): string => `projection.${projection}.rebuild`;
export const statusRegister = (projection: string): string => `projection.${projection}.status`;

/** The value of a builds register, read. JSON; changing its shape changes stored data. */
export const parseBuilds = (text: string | undefined): Builds =>
  text === undefined ? { retired: [], generation: 0 } : (JSON.parse(text) as Builds);

/** The name in the store of the collection that queries of a projection read; undefined when none is ready. */
export const activeCollection = (buildsText: string | undefined): string | undefined =>
  parseBuilds(buildsText).active?.collections[0];

/** The name that a collection of a build has in the store; changing this changes stored data. */
export const physicalCollection = (collection: string, build: string): string => `${collection}_${build}`;

/**
 * What ought to be built, given what there is: a first build, one of a newer version, or one that was asked for.
 * Answers the very same object when there is nothing to change.
 *
 * @throws NewerProjectionError when the store is ahead of this version, and nobody asked for a rebuild.
 */
export function wantedBuilds(builds: Builds, projection: Projection, request: string | undefined): Builds {
  if (request !== undefined && request !== builds.request) return { ...startBuild(builds, projection), request };
  const newest = builds.building ?? builds.active;
  if (newest === undefined || newest.version < projection.version) return startBuild(builds, projection);
  if (newest.version > projection.version && builds.active?.version !== projection.version) {
    throw new NewerProjectionError(projection.name, newest.version, projection.version);
  }
  return builds;
}

/** The new build takes the place of the old one. */
export function switched({ active, building, ...rest }: Builds): Builds {
  if (building === undefined) throw new Error('There is no build to switch to.');
  return { ...rest, active: building, retired: active === undefined ? rest.retired : [...rest.retired, active] };
}

/** The build is gone from the store. */
export const dropped = (builds: Builds, build: Build): Builds => ({
  ...builds,
  retired: builds.retired.filter(({ id }) => id !== build.id),
});

function startBuild({ building, ...builds }: Builds, projection: Projection): Builds {
  const generation = builds.generation + 1;
  const id = `v${projection.version}_${generation}`;
  const names = [projection.name, ...Object.keys(projection.collections).filter((name) => name !== projection.name)];
  return {
    ...builds,
    generation,
    building: { id, version: projection.version, collections: names.map((name) => physicalCollection(name, id)) },
    retired: building === undefined ? builds.retired : [...builds.retired, building],
  };
}
