import { type AppendResult, type EventStore, StoreUnavailableError } from '../event-store.js';

/** What happens around an append; throwing is the death of the process that asked for it. */
type Hook = (stream: string) => Promise<void> | void;

/** A moment at which a process dies: at its nth append, just before it, or when it is stored and nobody has heard of it. */
export interface Death {
  readonly nth: number;
  readonly stored: boolean;
}

/**
 * Every death of a process that appends so often: only an append leaves anything behind, so that it is all the same where between
 * two of them a process dies.
 */
export const deathsWithin = (appends: number): readonly Death[] =>
  Array.from({ length: appends }, (_, index) => index + 1).flatMap((nth) => [false, true].map((stored) => ({ nth, stored })));

/** An event store as one process sees it: what others write goes on whatever happens here. */
export class FrailStore {
  readonly store: EventStore;
  /** Called before each append that is not stored yet. */
  before: Hook = () => undefined;
  /** Called when it is stored, and its answer is on the way. */
  after: Hook = () => undefined;
  #dead = false;

  constructor(store: EventStore) {
    const append: EventStore['append'] = async (...args): Promise<AppendResult> => {
      await this.before(args[0]);
      const result = await store.append(...args);
      await this.after(args[0]);
      return result;
    };
    this.store = Object.assign(Object.create(store) as EventStore, { append });
  }

  /** The store of a process that dies so. */
  static dying({ nth, stored }: Death, store: EventStore): FrailStore {
    const frail = new FrailStore(store);
    frail.dieAt(nth, stored);
    return frail;
  }

  /** Whether the process has died. */
  readonly isDead = (): boolean => this.#dead;

  /** From now on nothing more is stored, from the nth append on: that one just before it, or when it is stored and nobody has heard of it. */
  dieAt(nth: number, stored: boolean): void {
    let appends = 0;
    const die = (): never => {
      this.#dead = true;
      throw new StoreUnavailableError('The process is dead.');
    };
    this.before = () => {
      appends++;
      if (appends > nth || (appends === nth && !stored)) die();
    };
    this.after = () => {
      if (appends >= nth) die();
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
    this.#dead = false;
  }
}
