import { type AppendResult, type EventStore, StoreUnavailableError } from '#event-sourcing';

/** What happens around an append; throwing is the death of the process that asked for it. */
type Hook = (stream: string) => Promise<void> | void;

/** An event store as one process sees it: what others write goes on whatever happens here. */
export class FrailStore {
  readonly store: EventStore;
  /** Called before each append that is not stored yet. */
  before: Hook = () => undefined;
  /** Called when it is stored, and its answer is on the way. */
  after: Hook = () => undefined;

  constructor(store: EventStore) {
    const append: EventStore['append'] = async (...args): Promise<AppendResult> => {
      await this.before(args[0]);
      const result = await store.append(...args);
      await this.after(args[0]);
      return result;
    };
    this.store = Object.assign(Object.create(store) as EventStore, { append });
  }

  /** From now on nothing more is stored, from the nth append on: that one just before it, or when it is stored and nobody has heard of it. */
  dieAt(nth: number, stored: boolean): void {
    let appends = 0;
    const dead = (): never => {
      throw new StoreUnavailableError('The process is dead.');
    };
    this.before = () => {
      appends++;
      if (appends > nth || (appends === nth && !stored)) dead();
    };
    this.after = () => {
      if (appends >= nth) dead();
    };
  }

  /**
   * Its process stands still right before it writes to a stream of this category for the first time.
   *
   * @returns when it does, and what lets it go on.
   */
  holdAt(category: string): { readonly arrived: Promise<unknown>; readonly goOn: () => void } {
    const arrived = Promise.withResolvers<undefined>();
    const going = Promise.withResolvers<undefined>();
    this.before = async (stream) => {
      if (!stream.startsWith(`${category}-`)) return;
      arrived.resolve(undefined);
      await going.promise;
    };
    return {
      arrived: arrived.promise,
      goOn: () => {
        going.resolve(undefined);
      },
    };
  }

  /** Another process takes the place of the one that died. */
  revive(): void {
    this.before = () => undefined;
    this.after = () => undefined;
  }
}
