import type { AllStreamSubscription, ResolvedEvent, StreamSubscription } from '@eventstore/db-client';

interface Seen {
  readonly event?: { readonly data: unknown; readonly revision: bigint } | undefined;
}

/** The numbers of events that the specs have made. */
export const numberOf = ({ event }: Seen): unknown => (event?.data as { readonly n?: number } | undefined)?.n;

/** Everything that a read gives. */
export async function all<Event>(read: AsyncIterable<Event>): Promise<Event[]> {
  const events: Event[] = [];
  for await (const event of read) events.push(event);
  return events;
}

export const numbers = async (read: AsyncIterable<Seen>): Promise<unknown[]> => (await all(read)).map(numberOf);

export const revisions = async (read: AsyncIterable<ResolvedEvent>): Promise<number[]> =>
  (await all(read)).map(({ event }) => Number(event?.revision));

/** Writes down what a subscription says, in order: the numbers of events, and words for the rest. */
export function written(subscription: StreamSubscription | AllStreamSubscription): unknown[] {
  const said: unknown[] = [];
  subscription.on('confirmation', () => said.push('confirmed'));
  subscription.on('caughtUp', () => said.push('caught up'));
  subscription.on('data', (seen: Seen) => said.push(numberOf(seen)));
  subscription.on('error', (error) => said.push(error));
  return said;
}
