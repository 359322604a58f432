import { categoryOf, type EventFilter } from '#event-sourcing';
import { invalidArgument } from './rpc-error.js';
import type { LogEvent } from './stored-event.js';

/** How many events a filtered subscription looks at between two looks at its checkpoint, unless it says otherwise. */
const SEARCH_WINDOW = 32;

/** A filter over `$all`, as a client asks for it. */
export interface FilterRequest {
  readonly on: 'stream' | 'type';
  readonly prefixes: readonly string[];
  /** Wins over the prefixes; empty for none. */
  readonly regex: string;
  readonly window?: number;
  readonly checkpointIntervalMultiplier: number;
}

export interface ServerFilter {
  /** What the embedded store can do of it, so that it leaps over what is surely not wanted. */
  readonly coarse: EventFilter | undefined;
  matches(event: Pick<LogEvent, 'stream' | 'type'>): boolean;
  /** Events looked at between two checkpoints. */
  readonly checkpointInterval: number;
}

/** @throws RpcError for a regular expression that is none, or no interval at all. */
export function serverFilter({ on, prefixes, regex, window, checkpointIntervalMultiplier }: FilterRequest): ServerFilter {
  if (checkpointIntervalMultiplier < 1) throw invalidArgument('checkpointIntervalMultiplier must be greater than 0.');
  const pattern = regex === '' ? undefined : compiled(regex);
  const accepts = (name: string): boolean => (pattern ? pattern.test(name) : prefixes.some((prefix) => name.startsWith(prefix)));
  const ofCategories = on === 'stream' && pattern === undefined && prefixes.every((prefix) => prefix.includes('-'));
  return {
    coarse: ofCategories ? { categories: [...new Set(prefixes.map(categoryOf))] } : undefined,
    matches: on === 'stream' ? ({ stream }) => accepts(stream) : ({ type }) => accepts(type),
    checkpointInterval: checkpointIntervalMultiplier * (window ?? SEARCH_WINDOW),
  };
}

function compiled(regex: string): RegExp {
  try {
    return new RegExp(regex);
  } catch {
    throw invalidArgument(`'${regex}' is not a valid regular expression.`);
  }
}
