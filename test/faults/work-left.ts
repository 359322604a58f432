import { allProjections } from '#assembly';
import { buildsRegister, checkpointRegister, parseBuilds, parseCheckpoint, type Position } from '#event-sourcing';
import type { ReadStore } from '#read-store';
import type { Installation } from './installation.js';
import type { LogCopy } from './log-copy.js';

/** What an installation is looked at with, from outside. */
export interface Onlooker {
  readonly installation: Installation;
  readonly log: LogCopy;
  readonly readStore: ReadStore;
}

/**
 * What has not followed yet from the events up to a position: read models that are behind it, deliveries that have not come
 * to their end, cases that do not know of it.
 */
export async function workLeft({ log, readStore }: Onlooker, until: Position): Promise<readonly string[]> {
  await log.update();
  return [...(await readModelsBehind({ log, readStore }, until)), ...log.open.places(until)];
}

/** The read models that do not show queries every event up to a position. Events that they have nothing to do with do not count. */
export async function readModelsBehind({ log, readStore }: Pick<Onlooker, 'log' | 'readStore'>, until: Position): Promise<readonly string[]> {
  const behind = await Promise.all(
    allProjections.map(async ({ name, sources }) => {
      const { active, building } = parseBuilds(await readStore.getRegister(buildsRegister(name)));
      if (active === undefined) return [`${name} was never built`];
      const { position = '' } = parseCheckpoint(await readStore.getRegister(checkpointRegister(name, active.id)));
      const isBehind = position < log.lastOf(Object.keys(sources), until);
      return [...(isBehind ? [`${name} is behind`] : []), ...(building === undefined ? [] : [`${name} is being built`])];
    }),
  );
  return behind.flat();
}
