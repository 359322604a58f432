import type { PreparedEntry } from './match/find-matches.js';

/** The entries of a list, or the way to them. */
interface PreparedList {
  /** Bytes of the list as it is kept. */
  readonly size: number;
  readonly entries: Promise<readonly PreparedEntry[]>;
}

/** Lists in memory, ready for comparison, by the hash of their entries: the same entries are the same, whosever they are. */
export class PreparedLists {
  /** The one that was used last stands last. */
  private readonly lists = new Map<string, PreparedList>();

  /** @param limit bytes, as they are kept, of all lists together; in memory it is several times as much. The list used last stays, however large. */
  constructor(private readonly limit: number) {}

  /**
   * The list of this hash; made once, however many ask for it meanwhile. One that could not be made is made anew for whoever
   * asks next.
   */
  get({ sha256, size }: { readonly sha256: string; readonly size: number }, make: () => Promise<readonly PreparedEntry[]>): Promise<readonly PreparedEntry[]> {
    const list = this.lists.get(sha256) ?? { size, entries: make() };
    this.lists.delete(sha256);
    this.lists.set(sha256, list);
    this.forgetOldest();
    list.entries.catch(() => {
      if (this.lists.get(sha256) === list) this.lists.delete(sha256);
    });
    return list.entries;
  }

  private forgetOldest(): void {
    let total = [...this.lists.values()].reduce((sum, { size }) => sum + size, 0);
    for (const [sha256, { size }] of this.lists) {
      if (total <= this.limit || this.lists.size === 1) return;
      this.lists.delete(sha256);
      total -= size;
    }
  }
}
