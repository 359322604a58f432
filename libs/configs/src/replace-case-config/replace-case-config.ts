import { invalidCommand, invalidField, notFound } from '#event-sourcing';
import { isDeepStrictEqual } from 'node:util';
import { configDefined } from '../config.definition.js';
import type { ConfigEvent } from '../config.events.js';
import type { ReplaceConfigInput } from '../config.input.js';
import type { Config, ConfigVersions } from '../config.state.js';

/** The command. */
export interface ReplaceConfigDecision {
  readonly slug: string;
  readonly input: ReplaceConfigInput;
}

/** A new version of a config, which keeps its slug and its kind; what is so already leads to no event. */
export function decideReplaceConfig({ slug, input }: ReplaceConfigDecision, versions: ConfigVersions): readonly ConfigEvent[] {
  const current = versions.at(-1);
  if (!current) throw notFound('case_config');
  if (input.slug !== undefined && input.slug !== slug) throw invalidField('slug', 'fixed', `The slug stays ${slug}.`);
  if (('kyb' in input) !== (current.kind === 'dual')) {
    throw invalidCommand('kind_fixed', `This is a ${current.kind === 'dual' ? 'dual' : 'single'} config, and stays one.`);
  }
  const next = configDefined(slug, current.version + 1, input);
  return saysTheSame(next, current) ? [] : [next];
}

function saysTheSame({ data }: ConfigEvent, current: Config): boolean {
  const { kind: _, org: __, created_at: ___, updated_at: ____, ...said } = current;
  return isDeepStrictEqual({ ...data, version: current.version }, said);
}
