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
  return [...(await readModelsBehind(readStore, until)), ...log.open.places(until)];
}

/** The read models that queries read and that do not show everything up to a position. */
export async function readModelsBehind(readStore: ReadStore, until: Position): Promise<readonly string[]> {
  const behind = await Promise.all(
    allProjections.map(async ({ name }) => {
      const { active, building } = parseBuilds(await readStore.getRegister(buildsRegister(name)));
      if (active === undefined) return [`${name} was never built`];
      const { position = '' } = parseCheckpoint(await readStore.getRegister(checkpointRegister(name, active.id)));
      return [...(position < until ? [`${name} is behind`] : []), ...(building === undefined ? [] : [`${name} is being built`])];
    }),
  );
  return behind.flat();
}
