import { type JsonObject, parseStreamName, type Projection } from '#event-sourcing';
import { configCodec, type ConfigEvent } from './config.events.js';
import { type Config, evolveConfig } from './config.state.js';

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
    return evolveConfig(before ? [before] : [], event).at(-1) as unknown as JsonObject;
  },
};
