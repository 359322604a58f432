import type { EventStore, Logger, Recorded, Timer } from '#event-sourcing';
import { LogMemory } from './log-memory.js';
import type { MemberEvent } from './member.events.js';
import { sameEmail } from './member.key.js';
import { inForce, memberAggregate, type MemberState } from './member.state.js';

/** Every member of every organization, in memory: asked on every request with a session. */
export class MemberRoster extends LogMemory<MemberState | undefined, MemberEvent> {
  readonly #members = new Map<string, Map<number, MemberState>>();
  /** By address, without regard to case, and by organization: one person may belong to several. An address never changes hands. */
  readonly #ids = new Map<string, Map<string, number>>();

  constructor(store: EventStore, logger: Logger, timer?: Timer) {
    super({ name: 'member-roster', store, aggregate: memberAggregate, logger, timer });
  }

  /** The member of this id; undefined when there is none, or not any more. */
  find(org: string, id: number): MemberState | undefined {
    return inForce(this.#members.get(org)?.get(id));
  }

  /** The members of an organization, the newest first. */
  of(org: string): readonly MemberState[] {
    const all = [...(this.#members.get(org)?.values() ?? [])];
    return all.filter((member) => inForce(member)).sort((one, other) => other.id - one.id);
  }

  /** Those who have this address, each in another organization. */
  withEmail(email: string): readonly MemberState[] {
    return [...(this.#ids.get(sameEmail(email)) ?? [])].flatMap(([org, id]) => this.find(org, id) ?? []);
  }

  protected override apply(event: Recorded<MemberEvent>): void {
    const { org } = event.metadata;
    const members = inner(this.#members, org);
    const state = memberAggregate.evolve(members.get(event.data.member_id), event);
    if (!state) return;
    members.set(state.id, state);
    inner(this.#ids, sameEmail(state.email)).set(org, state.id);
  }
}

/** The map at a key of a map, made when it is not there. */
function inner<Key, Value>(outer: Map<string, Map<Key, Value>>, key: string): Map<Key, Value> {
  const made = outer.get(key) ?? new Map<Key, Value>();
  outer.set(key, made);
  return made;
}
