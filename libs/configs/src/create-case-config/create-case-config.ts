import { invalidField } from '#event-sourcing';
import { configDefined } from '../config.definition.js';
import type { ConfigEvent } from '../config.events.js';
import type { CreateConfigInput } from '../config.input.js';
import type { ConfigVersions } from '../config.state.js';

/** The first version of a config, unless its slug is taken, by a config of either kind. */
export function decideCreateConfig(input: CreateConfigInput, versions: ConfigVersions): readonly ConfigEvent[] {
  if (versions.length > 0) throw invalidField('slug', 'unique', 'A case config with this slug already exists.');
  return [configDefined(input.slug, 1, input)];
}
