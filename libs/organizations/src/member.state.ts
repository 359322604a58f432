import { type Aggregate, type Recorded, streamName } from '#event-sourcing';
import { memberCodec, type MemberEvent } from './member.events.js';
import type { MemberRole } from './member.roles.js';

/** A member of an organization, as the events tell it. */
export interface MemberState {
  readonly org: string;
  readonly id: number;
  readonly email: string;
  readonly name: string;
  readonly role: MemberRole;
  /** A sealed scrypt hash; null for a member who cannot log in. */
  readonly password: string | null;
  /** The revision of the event that gave this password or took one away: a session of an earlier one is over. */
  readonly credentials: number;
  /** ISO 8601; null for a member who belongs to the organization. */
  readonly removed_at: string | null;
  readonly created_at: string;
  readonly updated_at: string;
}

/** The state after one more event; undefined stands for a member who never was. */
export function evolveMember(state: MemberState | undefined, event: Recorded<MemberEvent>): MemberState | undefined {
  const at = event.metadata.occurred_at;
  switch (event.type) {
    case 'member-added': {
      const { member_id: id, ...profile } = event.data;
      const { org } = event.metadata;
      return { org, id, ...profile, credentials: event.revision, removed_at: null, created_at: state?.created_at ?? at, updated_at: at };
    }
    case 'member-changed': {
      const { name, role } = event.data;
      return state && { ...state, name: name ?? state.name, role: role ?? state.role, updated_at: at };
    }
    case 'member-password-changed':
      return state && { ...state, password: event.data.password, credentials: event.revision, updated_at: at };
    case 'member-removed':
      return state && { ...state, password: null, credentials: event.revision, removed_at: at, updated_at: at };
  }
}

/** How a member's events add up. */
export const memberAggregate: Aggregate<MemberState | undefined, MemberEvent> = {
  category: 'member',
  codec: memberCodec,
  initialState: undefined,
  evolve: evolveMember,
};

/** The stream of a member: `member-acme.5`. */
export const memberStream = (org: string, id: number): string => streamName('member', org, id);

/** The member, while they belong to the organization. */
export const inForce = (member: MemberState | undefined): MemberState | undefined => (member?.removed_at === null ? member : undefined);
