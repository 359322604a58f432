import type { Position, SubscriptionCheckpoint } from '#event-sourcing';
import type { ReadStore } from '#read-store';

/**
 * A checkpoint in a register of the read store, for a subscription whose effects recognise what was done before: it may
 * go back with a restored read store, and is moved only from where this subscription left it.
 */
export function registerCheckpoint(store: ReadStore, name: string): SubscriptionCheckpoint {
  const key = `${name}.checkpoint`;
  let held: Position | undefined;
  return {
    async load() {
      return (held = await store.getRegister(key));
    },
    async store(position) {
      if (position === held) return;
      if (!(await store.moveRegister(key, held, position))) throw new Error(`Register ${key} was moved by somebody else.`);
      held = position;
    },
  };
}
