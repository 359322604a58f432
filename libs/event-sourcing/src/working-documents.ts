import type { Position } from './event.js';
import { fieldAt } from './field-path.js';
import type { Json, JsonObject } from './json.js';
import type { DocumentWrite, StoredDocument } from './projection-store.js';

/** A document in memory, and how far behind the stored one is. */
interface WorkingDocument {
  readonly id: string;
  /** The position of the document in the store; undefined when it is not there. */
  stored: Position | undefined;
  /** The position of the last event that changed it; undefined when none ever did. */
  position: Position | undefined;
  body: JsonObject | undefined;
}

/** Documents of one collection that are held in memory, with the changes that are not written yet. No I/O. */
export class WorkingDocuments {
  private readonly held = new Map<string, WorkingDocument>();
  private readonly changed = new Set<WorkingDocument>();
  /** By field, then by value: which documents have it. Only for fields that were asked for. */
  private readonly lookups = new Map<string, Map<Json, Set<string>>>();

  get size(): number {
    return this.held.size;
  }

  get unwritten(): number {
    return this.changed.size;
  }

  holds(id: string): boolean {
    return this.held.has(id);
  }

  body(id: string): JsonObject | undefined {
    return this.held.get(id)?.body;
  }

  position(id: string): Position | undefined {
    return this.held.get(id)?.position;
  }

  /** Takes in what the store has under this id: a document, a tombstone or nothing. */
  take(id: string, stored: StoredDocument | undefined): void {
    const document = { id, stored: stored?.position, position: stored?.position, body: stored?.body };
    this.held.set(id, document);
    for (const [field, byValue] of this.lookups) enter(byValue, field, document);
  }

  change(id: string, position: Position, body: JsonObject | undefined): void {
    const document = this.held.get(id);
    if (document === undefined) throw new Error(`Document ${id} is not held.`);
    const before = { id, body: document.body };
    document.position = position;
    document.body = body;
    for (const [field, byValue] of this.lookups) {
      if (valueIn(before, field) === valueIn(document, field)) continue;
      leave(byValue, field, before);
      enter(byValue, field, document);
    }
    this.changed.add(document);
    // Back to the end of the line: what changed lately changes again, and is forgotten last.
    this.held.delete(id);
    this.held.set(id, document);
  }

  /** The held documents in which the field has this value. */
  where(field: string, equals: string | number): readonly string[] {
    let byValue = this.lookups.get(field);
    if (byValue === undefined) {
      byValue = new Map();
      for (const document of this.held.values()) enter(byValue, field, document);
      this.lookups.set(field, byValue);
    }
    return [...(byValue.get(equals) ?? [])];
  }

  /** What is to be written. */
  writes(): readonly DocumentWrite[] {
    return [...this.changed].map(({ id, stored, position, body }) => {
      if (position === undefined) throw new Error(`Document ${id} was changed by no event.`);
      return { id, replaces: stored, position, body };
    });
  }

  /** Everything has been written. */
  written(): void {
    for (const document of this.changed) document.stored = document.position;
    this.changed.clear();
  }

  /** Forgets those that did not change for longest until this many are left; what is not written stays. */
  shrink(limit: number): void {
    for (const document of this.held.values()) {
      if (this.held.size <= limit) return;
      if (this.changed.has(document)) continue;
      for (const [field, byValue] of this.lookups) leave(byValue, field, document);
      this.held.delete(document.id);
    }
  }
}

type Found = Pick<WorkingDocument, 'id' | 'body'>;

const valueIn = ({ body }: Found, field: string): Json | undefined => body && fieldAt(body, field);

function enter(byValue: Map<Json, Set<string>>, field: string, document: Found): void {
  const value = valueIn(document, field);
  if (value === undefined) return;
  const ids = byValue.get(value);
  if (ids === undefined) byValue.set(value, new Set([document.id]));
  else ids.add(document.id);
}

function leave(byValue: Map<Json, Set<string>>, field: string, document: Found): void {
  const value = valueIn(document, field);
  if (value === undefined) return;
  const ids = byValue.get(value);
  ids?.delete(document.id);
  if (ids?.size === 0) byValue.delete(value);
}
