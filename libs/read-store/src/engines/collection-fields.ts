import type { CollectionSpec, Json, JsonObject } from '#event-sourcing';
import { type Filter, type Scalar, UnindexedQueryError } from '../query.js';

/** The field whose words a document is found by. */
export const WORDS_FIELD = 'search_words';

/** Behind every word that begins with a prefix, and before every other, when it is put behind the prefix. */
export const LAST_CHARACTER = '\u{10ffff}';

const NAME = /^[a-z0-9_]+$/;
const FIELD = /^[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)*$/;

/** The fields by which a collection is queried, and the rules for queries that follow from them: the same on every engine. */
export class CollectionFields {
  /** Every field that a query may compare or sort by. */
  readonly fields: readonly string[];
  /** The fields that stand before `search_words` in its index; undefined where there is no such index. */
  readonly wordScope: readonly string[] | undefined;

  /** @throws Error when a name cannot be one. */
  constructor(
    readonly name: string,
    readonly spec: CollectionSpec,
  ) {
    const named = [...spec.indexes, ...spec.counts].flat();
    for (const field of named) if (!FIELD.test(field)) throw new Error(`"${field}" cannot be the name of an indexed field.`);
    if (!NAME.test(name)) throw new Error(`"${name}" cannot be the name of a collection.`);
    this.fields = [...new Set(['id', ...named])].filter((field) => field !== WORDS_FIELD);
    this.wordScope = spec.indexes.find((index) => index.at(-1) === WORDS_FIELD)?.slice(0, -1);
  }

  /**
   * Every field has to be in an index, and one has to be where an index begins, so that no query reads the whole collection.
   * @throws UnindexedQueryError
   */
  requireIndexed(filter: Filter, sortField?: string): void {
    const compared = filter.flatMap((condition) => ('field' in condition ? [condition.field] : []));
    const used = sortField === undefined ? compared : [...compared, sortField];
    const unknown = used.find((field) => !this.fields.includes(field));
    if (unknown !== undefined) throw new UnindexedQueryError(`No index of ${this.name} holds ${unknown}.`);
    const searches = filter.filter((condition) => 'words' in condition);
    if (searches.length > 0) this.wordScopeValues(filter);
    const searched = searches.some(({ words }) => words.length > 0);
    if (!searched && used.length > 0 && !this.spec.indexes.some(([first]) => first !== undefined && used.includes(first))) {
      throw new UnindexedQueryError(`No index of ${this.name} begins with ${used.join(' or ')}.`);
    }
  }

  /**
   * What the filter says that the fields before `search_words` hold.
   * @throws UnindexedQueryError when there is no such index, or the filter leaves one of them open.
   */
  wordScopeValues(filter: Filter): readonly (Scalar | null)[] {
    if (this.wordScope === undefined) throw new UnindexedQueryError(`No index of ${this.name} holds words.`);
    return this.wordScope.map((field) => {
      const equal = filter.find((condition) => 'eq' in condition && condition.field === field);
      if (equal === undefined || !('eq' in equal)) throw new UnindexedQueryError(`Words of ${this.name} are found with "eq" on ${field} only.`);
      return equal.eq;
    });
  }
}

/**
 * What a document holds in a field that is indexed; null where there is nothing.
 * @throws Error when that is no single value, or is inside a list.
 */
export function indexedValue(body: JsonObject, field: string): Scalar | null {
  let value: Json | undefined = body;
  for (const name of field.split('.')) {
    if (Array.isArray(value)) break;
    if (typeof value !== 'object' || value === null) return null;
    value = (value as JsonObject)[name];
  }
  if (typeof value === 'object' && value !== null) throw new Error(`Field ${field} is indexed, but holds no single value.`);
  return value ?? null;
}
