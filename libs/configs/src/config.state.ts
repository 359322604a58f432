import { type Aggregate, type DataOf, type Recorded, streamName } from '#event-sourcing';
import { type caseConfigDefined, configCodec, type ConfigEvent, type dualCaseConfigDefined } from './config.events.js';

/** Of whom a config and its versions are, and since when. */
interface Versioned {
  readonly org: string;
  /** When there was the first version. */
  readonly created_at: string;
  /** When there was this one. */
  readonly updated_at: string;
}

/** A version of a case config: which checks a case gets, and what its outcome comes from. */
export interface CaseConfig extends Versioned, DataOf<typeof caseConfigDefined> {
  readonly kind: 'single';
}

/** A version of a dual config: a company's case by one config, and one for each of its shareholders by another. */
export interface DualCaseConfig extends Versioned, DataOf<typeof dualCaseConfigDefined> {
  readonly kind: 'dual';
}

/** A version of a config of either kind. */
export type Config = CaseConfig | DualCaseConfig;

/** Every version of a config, oldest first; none for a slug that nobody has taken. */
export type ConfigVersions = readonly Config[];

/** The versions after one more event. */
export function evolveConfig(versions: ConfigVersions, event: Recorded<ConfigEvent>): ConfigVersions {
  const updated_at = event.metadata.occurred_at;
  const versioned: Versioned = { org: event.metadata.org, created_at: versions[0]?.created_at ?? updated_at, updated_at };
  switch (event.type) {
    case 'case-config-defined':
      return [...versions, { kind: 'single', ...versioned, ...event.data }];
    case 'dual-case-config-defined':
      return [...versions, { kind: 'dual', ...versioned, ...event.data }];
  }
}

/** How a config's events add up. */
export const configAggregate: Aggregate<ConfigVersions, ConfigEvent> = {
  category: 'caseConfig',
  codec: configCodec,
  initialState: [],
  evolve: evolveConfig,
};

/** The stream of a config: `caseConfig-acme.kyb-standard`. */
export const configStream = (org: string, slug: string): string => streamName('caseConfig', org, slug);
