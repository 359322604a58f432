import { defineEvent, eventCodec, type EventOfCodec } from '#event-sourcing';
import { z } from 'zod';
import { MEMBER_ROLES } from './member.roles.js';

const subject = { subject: 'member_id' };
const name = z.string().meta({ personal: true });
const role = z.enum(MEMBER_ROLES);

/**
 * A sealed scrypt hash: passwords that people choose can be guessed from a hash, so whoever has the log alone has none. It is
 * the person's, and goes with them. Null for a member who cannot log in.
 */
const password = z.string().nullable().meta({ personal: true });

/** Somebody belongs to the organization from now on: for the first time, or again after they were removed. */
export const memberAdded = defineEvent(
  'member-added',
  z.object({
    member_id: z.int(),
    /** As it was typed; whose it is, is decided without regard to case. */
    email: z.string().meta({ personal: true }),
    name,
    role,
    password,
  }),
  subject,
);

/** Some of what is known of a member changed: the fields that are there have these new values. */
export const memberChanged = defineEvent(
  'member-changed',
  z.object({ member_id: z.int(), name: name.optional(), role: role.optional() }),
  subject,
);

/** A member has another password, or none any more. Sessions that began with the old one are over. */
export const memberPasswordChanged = defineEvent('member-password-changed', z.object({ member_id: z.int(), password }), subject);

/** Somebody does not belong to the organization any more. Their sessions are over. */
export const memberRemoved = defineEvent('member-removed', z.object({ member_id: z.int() }));

/** Every event of a member's stream. */
export const memberCodec = eventCodec([memberAdded, memberChanged, memberPasswordChanged, memberRemoved]);

/** An event of a member's stream. */
export type MemberEvent = EventOfCodec<typeof memberCodec>;
