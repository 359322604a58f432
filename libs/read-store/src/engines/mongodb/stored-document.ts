import type { DocumentWrite, Json, JsonObject, StoredDocument } from '#event-sourcing';
import { type CollectionFields, indexedValue, WORDS_FIELD } from '../collection-fields.js';

/**
 * How a document lies in MongoDB: its body as it is, so that people and tools can read it there. A tombstone has none.
 * Changing this changes stored data.
 */
export interface MongoDocument {
  readonly _id: string;
  readonly position: string;
  readonly body?: JsonObject;
  /**
   * The body as JSON, where it holds what MongoDB would not give back as it was; `body` then holds nothing but what is
   * indexed.
   */
  readonly json?: string;
}

/** The path of a document's field. */
export const bodyPath = (field: string): string => `body.${field}`;

/**
 * What is to be stored.
 * @throws Error when an indexed field holds no single value.
 */
export function toMongo({ id, position, body }: DocumentWrite, fields: CollectionFields): MongoDocument {
  if (body === undefined) return { _id: id, position };
  const indexed = fields.fields.map((field) => [field, indexedValue(body, field)] as const);
  if (isKept(body, 1)) return { _id: id, position, body };
  return { _id: id, position, body: partOf(body, indexed), json: JSON.stringify(body) };
}

/** The body of a stored document; undefined for a tombstone. */
export const bodyOf = ({ body, json }: Pick<MongoDocument, 'body' | 'json'>): JsonObject | undefined =>
  json === undefined ? body : (JSON.parse(json) as JsonObject);

export const fromMongo = (stored: MongoDocument): StoredDocument => ({ id: stored._id, position: stored.position, body: bodyOf(stored) });

/** MongoDB refuses documents of more than 100 levels, and wants some of them for itself. */
const LEVELS = 80;

/** Names as nearly all are; asked first, because it takes half the time. */
const USUAL_NAME = /^[A-Za-z][A-Za-z0-9_]*$/;

/** Names that MongoDB or its driver refuse, or take for something else: operators, paths, references to other documents. */
const PECULIAR_NAME = /^\$|[.\0]|^(?:__proto__|_bsontype)$/;

const isNameKept = (name: string): boolean => USUAL_NAME.test(name) || (!PECULIAR_NAME.test(name) && name.isWellFormed());

/** Whether BSON gives a value back as it is. What clients send along may be any JSON, and none of it may stop a projection. */
function isKept(value: Json | undefined, level: number): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value !== 'object' || value === null) return true;
  if (level > LEVELS) return false;
  if (Array.isArray(value)) return (value as readonly Json[]).every((item) => isKept(item, level + 1));
  const inside = value as JsonObject;
  return Object.keys(inside).every((name) => isNameKept(name) && isKept(inside[name], level + 1));
}

/** A body that holds only these fields, and the words. */
function partOf(body: JsonObject, indexed: readonly (readonly [field: string, value: Json])[]): JsonObject {
  const part: Record<string, Json> = {};
  for (const [field, value] of indexed) {
    const names = field.split('.');
    const last = names.pop();
    if (value === null || last === undefined) continue;
    let holder = part;
    for (const name of names) holder = (holder[name] ??= {}) as Record<string, Json>;
    holder[last] = value;
  }
  const words = body[WORDS_FIELD];
  return words === undefined ? part : { ...part, [WORDS_FIELD]: words };
}
