import { hash } from 'node:crypto';
import { parseStreamName, type Projection } from '#event-sourcing';
import { configCodec, type ConfigEvent } from './config.events.js';
import { type Config, evolveConfig } from './config.state.js';

/** What the read model keeps of a config: its newest version. */
export type ConfigReadModel = Config & {
  /** Puts configs that were made in the same millisecond into an order. */
  readonly id: number;
};

/** The name of the read model. */
export const CASE_CONFIGS = 'case_configs';

/** The newest version of each config. */
export const configsProjection: Projection<ConfigEvent> = {
  name: CASE_CONFIGS,
  version: 1,
  collections: { [CASE_CONFIGS]: [['org', 'created_at', 'id']] },
  counts: [['org']],
  sources: { caseConfig: configCodec },

  targets(event) {
    const { org, id = '' } = parseStreamName(event.stream);
    return [{ collection: CASE_CONFIGS, id: `${org}.${id}` }];
  },

  apply(document, event) {
    const before = document as unknown as Config | undefined;
    const [newest] = evolveConfig(before ? [before] : [], event).slice(-1);
    return newest && ({ ...newest, id: numberOf(event.stream) });
  },
};

/** 48 bits of a fingerprint. */
const numberOf = (stream: string): number => Number.parseInt(hash('sha256', stream).slice(0, 12), 16);
