import { buildsRegister, parseBuilds, type ProjectionStore, projectionStatus, rebuildRegister } from '#event-sourcing';
import { z } from 'zod';

const buildSchema = z
  .object({
    build: z.string(),
    version: z.int(),
    events: z.int().meta({ description: 'How many events went into it.' }),
    position: z.string().nullable().meta({ description: 'The place in the log that it has come to; opaque.' }),
  })
  .meta({ id: 'ProjectionBuild' });

/** A projection as operators see it. */
export const projectionSchema = z
  .object({
    name: z.string(),
    state: z
      .enum(['not_started', 'starting', 'building', 'catching_up', 'live', 'retrying', 'stopped'])
      .meta({ description: '`not_started`: no projector has ever run on it. `retrying`: `error` stands in the way.' }),
    active: buildSchema.nullable().meta({ description: 'The build that queries read.' }),
    building: buildSchema.nullable().meta({ description: 'The build that is to take its place.' }),
    total: z.int().nullable().meta({ description: 'How many events the new build will have, about; null when that is not known.' }),
    rebuilding: z.boolean().meta({ description: 'A new build was asked for or is on its way, and queries do not read it yet.' }),
    events_per_second: z.number(),
    error: z.string().nullable(),
    updated_at: z.iso.datetime().nullable().meta({ description: 'When the projector said all this: a change shows within a second, and while nothing changes it says so every ten.' }),
  })
  .meta({ id: 'Projection' });

/** A projection as operators see it. */
export type ProjectionReport = z.output<typeof projectionSchema>;

/**
 * What is known of a projection. `rebuilding` is exact: from the moment in which a rebuild is requested it is true until
 * queries read what came of it. The rest is what the projector told last.
 */
export async function projectionReport(store: ProjectionStore, name: string): Promise<ProjectionReport> {
  const request = await store.getRegister(rebuildRegister(name));
  const builds = parseBuilds(await store.getRegister(buildsRegister(name)));
  const status = await projectionStatus(store, name);
  return {
    name,
    state: status?.state ?? 'not_started',
    active: status?.active ? { position: null, ...status.active } : null,
    building: status?.building ? { position: null, ...status.building } : null,
    total: status?.total ?? null,
    rebuilding: builds.building !== undefined || request !== builds.request,
    events_per_second: status?.events_per_second ?? 0,
    error: status?.error ?? null,
    updated_at: status?.updated_at ?? null,
  };
}
