import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { EventFilter } from '#event-sourcing';

/** Positions per block; changing this changes stored data. */
const BLOCK_SIZE = 1_024;

/** The block in which a position lies. */
export const blockOf = (position: number): number => Math.floor(position / BLOCK_SIZE);

/** The positions of a block: from `first` to `last`, both included. */
export const positionsOf = (block: number): { readonly first: number; readonly last: number } => ({
  first: block * BLOCK_SIZE,
  last: (block + 1) * BLOCK_SIZE - 1,
});

/** The labels under which blocks are found; changing this changes stored data. */
const categoryLabel = (category: string): string => `category:${category}`;
const typeLabel = (type: string): string => `type:${type}`;

/** The labels that a filter looks for. */
export const labelsOf = (filter: EventFilter): readonly string[] =>
  'categories' in filter ? filter.categories.map(categoryLabel) : filter.types.map(typeLabel);

/** Notes which categories and types there are in which block of the log, once for each block. */
export class BlockIndex {
  private readonly insert: StatementSync;
  private block = -1;
  private readonly categories = new Set<string>();
  private readonly types = new Set<string>();

  constructor(database: DatabaseSync) {
    this.insert = database.prepare('INSERT OR IGNORE INTO label_blocks (label, block) VALUES (?, ?)');
  }

  /** Notes one event, inside the transaction that stores it. */
  note(position: number, category: string, type: string): void {
    const block = blockOf(position);
    if (block !== this.block) {
      this.forget();
      this.block = block;
    }
    if (!this.categories.has(category)) {
      this.insert.run(categoryLabel(category), block);
      this.categories.add(category);
    }
    if (!this.types.has(type)) {
      this.insert.run(typeLabel(type), block);
      this.types.add(type);
    }
  }

  /** Forgets what it believes to be stored, because the transaction that stored it was rolled back. */
  forget(): void {
    this.categories.clear();
    this.types.clear();
  }
}
