import { fieldAt } from '../field-path.js';
import type { JsonObject } from '../json.js';
import type {
  CollectionSpec,
  DocumentWrite,
  ProjectionCollection,
  ProjectionStore,
  StoredDocument,
} from '../projection-store.js';

/** A stored document as text, so that nobody shares an object with the store; no text for a tombstone. */
interface Stored {
  readonly position: string;
  readonly text: string | undefined;
}

/** All that a store holds at one moment. */
export interface StoreContents {
  readonly registers: ReadonlyMap<string, string>;
  readonly collections: ReadonlyMap<string, ReadonlyMap<string, Stored>>;
  readonly prepared: ReadonlySet<string>;
}

/**
 * A stand-in for specs: keeps the port's promises in memory, except that nothing outlives the process. It can go back
 * in time, as a store does that is restored from a backup.
 */
export class InMemoryProjectionStore implements ProjectionStore {
  private registers = new Map<string, string>();
  private collections = new Map<string, Map<string, Stored>>();
  private prepared = new Set<string>();

  /** A backup. */
  contents(): StoreContents {
    const collections = [...this.collections].map(([name, documents]) => [name, new Map(documents)] as const);
    return { registers: new Map(this.registers), collections: new Map(collections), prepared: new Set(this.prepared) };
  }

  /** Restores a backup. */
  restore({ registers, collections, prepared }: StoreContents): void {
    this.registers = new Map(registers);
    this.prepared = new Set(prepared);
    this.collections = new Map([...collections].map(([name, documents]) => [name, new Map(documents)]));
  }

  get collectionNames(): readonly string[] {
    return [...this.collections.keys()].sort();
  }

  /** Whether queries may read the collection. */
  isPrepared(name: string): boolean {
    return this.prepared.has(name);
  }

  /** The documents of a collection as they are stored, tombstones included, ordered by id. */
  documents(name: string): readonly (readonly [id: string, stored: Stored])[] {
    return [...(this.collections.get(name) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  async openCollection(name: string, spec: CollectionSpec): Promise<ProjectionCollection> {
    if (!this.collections.has(name)) this.collections.set(name, new Map());
    const documents = (): Map<string, Stored> => {
      const found = this.collections.get(name);
      if (found === undefined) throw new Error(`There is no collection ${name}.`);
      return found;
    };
    return new InMemoryCollection(spec, documents, () => this.prepared.add(name));
  }

  async dropCollection(name: string): Promise<void> {
    this.collections.delete(name);
    this.prepared.delete(name);
  }

  async getRegister(key: string): Promise<string | undefined> {
    return this.registers.get(key);
  }

  async moveRegister(key: string, from: string | undefined, to: string | undefined): Promise<boolean> {
    if (this.registers.get(key) !== from) return false;
    if (to === undefined) this.registers.delete(key);
    else this.registers.set(key, to);
    return true;
  }
}

class InMemoryCollection implements ProjectionCollection {
  constructor(
    private readonly spec: CollectionSpec,
    private readonly stored: () => Map<string, Stored>,
    private readonly prepare: () => void,
  ) {}

  async getMany(ids: readonly string[]): Promise<readonly StoredDocument[]> {
    return ids.flatMap((id) => {
      const stored = this.stored().get(id);
      return stored === undefined ? [] : [{ id, position: stored.position, body: parse(stored.text) }];
    });
  }

  async idsWhere(field: string, values: readonly (string | number)[], after: string | undefined, limit: number): Promise<readonly string[]> {
    if (!this.spec.indexes.some(([first]) => first === field)) throw new Error(`No index begins with ${field}.`);
    return [...this.stored()]
      .filter(([id, { text }]) => {
        const body = parse(text);
        return body !== undefined && values.some((value) => fieldAt(body, field) === value) && (after === undefined || compareUtf8(id, after) > 0);
      })
      .map(([id]) => id)
      .sort(compareUtf8)
      .slice(0, limit);
  }

  async write(writes: readonly DocumentWrite[]): Promise<{ readonly refused: number }> {
    let refused = 0;
    for (const { id, replaces, position, body } of writes) {
      if (this.stored().get(id)?.position === replaces) {
        this.stored().set(id, { position, text: body === undefined ? undefined : JSON.stringify(body) });
      } else {
        refused++;
      }
    }
    return { refused };
  }

  async prepareForQueries(): Promise<void> {
    this.prepare();
  }
}

const parse = (text: string | undefined): JsonObject | undefined =>
  text === undefined ? undefined : (JSON.parse(text) as JsonObject);

const compareUtf8 = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
