import type { CaseOrCustomerEvent } from './case.replay.js';

/** A moment of the past: the revision of the case, or a time in milliseconds since the Unix epoch. */
export type AsOf = { readonly revision: number } | { readonly time: number };

/** Reads `as_of`: digits are a revision, anything else an ISO 8601 time with its offset. Undefined when it is neither. */
export function parseAsOf(text: string): AsOf | undefined {
  if (/^\d{1,15}$/.test(text)) return { revision: Number(text) };
  const iso = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2}))?$/;
  const time = iso.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? undefined : { time };
}

/**
 * The events that had happened by then, of those in the order of the log. By revision: everything up to that event of
 * the case, and what had happened to the customer before it; none when the case never had that revision. By time:
 * everything until the first event that came later.
 */
export function eventsUntil(events: readonly CaseOrCustomerEvent[], asOf: AsOf, caseStream: string): readonly CaseOrCustomerEvent[] {
  if ('revision' in asOf) {
    const last = events.findIndex(({ stream, revision }) => stream === caseStream && revision === asOf.revision);
    return events.slice(0, last + 1);
  }
  const later = events.findIndex(({ metadata }) => Date.parse(metadata.occurred_at) > asOf.time);
  return later < 0 ? events : events.slice(0, later);
}
