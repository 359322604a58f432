const AT_MOST_MS = 30_000;

/** When each of some things was seen for the first time. */
export class Sightings {
  private readonly seen = new Map<string, PromiseWithResolvers<number>>();

  /** It is there now. */
  note(name: string): void {
    this.entry(name).resolve(performance.now());
  }

  /**
   * The moment at which it was seen, or will be.
   * @throws Error when that takes too long.
   */
  async momentOf(name: string): Promise<number> {
    const { promise, reject } = this.entry(name);
    const timeout = setTimeout(() => {
      reject(new Error(`${name} was not seen within ${AT_MOST_MS / 1_000} s.`));
    }, AT_MOST_MS);
    try {
      return await promise;
    } finally {
      clearTimeout(timeout);
    }
  }

  private entry(name: string): PromiseWithResolvers<number> {
    let entry = this.seen.get(name);
    if (!entry) this.seen.set(name, (entry = Promise.withResolvers<number>()));
    return entry;
  }
}

/** Somebody who looks, until that is ended. */
export interface Watch {
  readonly sightings: Sightings;
  end(): Promise<void>;
}
