import { z } from 'zod';
import type { Aggregate } from './aggregate.js';
import { eventCodec, type EventOfCodec } from './codec.js';
import type { CommandContext } from './command-context.js';
import { defineEvent } from './event.js';
import { uuidV5 } from './uuid.js';

/** Every event of a claim's stream. */
export const naturalKeyCodec = eventCodec([
  /** A key of the outside world now stands for one of our ids: the last one that was claimed for it. */
  defineEvent('key-claimed', z.object({ holder: z.int().positive() })),
]);

/** The last claim of a key. */
export interface KeyClaim {
  /** The id that the key stands for. */
  readonly holder: number;
  /** Follows from the command that claimed the key. */
  readonly claimId: string;
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  /** How many claims of the key were before this one. */
  readonly revision: number;
}

/** How the events of a claim's stream add up; undefined while nobody has claimed the key. */
export const keyAggregate = (category: string): Aggregate<KeyClaim | undefined, EventOfCodec<typeof naturalKeyCodec>> => ({
  category,
  codec: naturalKeyCodec,
  initialState: undefined,
  evolve: (_, { data, metadata, revision }) => ({
    holder: data.holder,
    claimId: metadata.command_id,
    at: Date.parse(metadata.occurred_at),
    revision,
  }),
});

/**
 * A claim is a command of its own, by the id that it is for and its place among the claims of the key: the same command may come
 * twice at once and propose two ids, and the store must not take the second claim for the first one sent again.
 */
export const claiming = (claim: Pick<KeyClaim, 'holder' | 'revision'>, context: CommandContext): CommandContext => ({
  ...context,
  commandId: claimIdOf(claim, context),
  causationId: context.causationId ?? context.commandId,
});

/** Whether the claim is this command's, which may have come before. */
export const isClaimOf = (claim: KeyClaim, context: Pick<CommandContext, 'commandId'>): boolean => claim.claimId === claimIdOf(claim, context);

/** Changing this makes a command that comes again over an upgrade take its own claim for another one's. */
const claimIdOf = ({ holder, revision }: Pick<KeyClaim, 'holder' | 'revision'>, { commandId }: Pick<CommandContext, 'commandId'>): string =>
  uuidV5(`${commandId}/claim/${holder}/${revision}`);
