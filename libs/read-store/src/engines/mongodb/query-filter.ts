import type { Condition, Filter, Query } from '../../query.js';
import { LAST_CHARACTER, WORDS_FIELD } from '../collection-fields.js';
import { bodyPath } from './stored-document.js';

/** A part of a filter in MongoDB's language. */
export type MongoFilter = Readonly<Record<string, unknown>>;

/**
 * The filter in MongoDB's language, for documents only: a tombstone has no body. Most conditions leave tombstones out by
 * themselves; one is added only where none does, because it makes MongoDB look into each document instead of the index.
 *
 * @param more what has to hold beside the filter.
 */
export function mongoFilter(filter: Filter, more: readonly MongoFilter[] = []): MongoFilter {
  const clauses = [...filter.flatMap(clausesOf), ...more];
  return { $and: filter.some(needsValue) ? clauses : [...clauses, { body: { $exists: true } }] };
}

/**
 * What comes after a place in the order. The bound on the field alone is what MongoDB looks up in the index; the rest
 * tells apart those that are alike in the field.
 */
export function mongoAfter({ field, direction }: Query['sort'], { value, id }: NonNullable<Query['after']>): readonly MongoFilter[] {
  const [beyond, from] = direction === 'asc' ? ['$gt', '$gte'] : ['$lt', '$lte'];
  const [path, idPath] = [bodyPath(field), bodyPath('id')];
  if (field === 'id') return [{ [idPath]: { [beyond]: id } }];
  return [{ [path]: { [from]: value } }, { $or: [{ [path]: { [beyond]: value } }, { [idPath]: { [beyond]: id } }] }];
}

/** The order in MongoDB's language, in which null and missing are alike and come before everything else. */
export const mongoSort = ({ field, direction }: Query['sort']): Readonly<Record<string, 1 | -1>> =>
  Object.fromEntries([field, 'id'].map((name) => [bodyPath(name), direction === 'asc' ? 1 : -1]));

const BOUNDS = ['gt', 'gte', 'lt', 'lte'] as const;

function clausesOf(condition: Condition): readonly MongoFilter[] {
  // Each word has to be met by one and the same element of the list: without $elemMatch any two would do.
  if ('words' in condition) {
    return condition.words.map((word) => ({
      [bodyPath(WORDS_FIELD)]: { $elemMatch: { $gte: word, $lt: word + LAST_CHARACTER } },
    }));
  }
  const path = bodyPath(condition.field);
  if ('eq' in condition) return [{ [path]: { $eq: condition.eq } }];
  if ('exists' in condition) return [{ [path]: condition.exists ? { $ne: null } : { $eq: null } }];
  if ('in' in condition) return [{ [path]: { $in: condition.in } }];
  return BOUNDS.flatMap((bound) => (condition[bound] === undefined ? [] : [{ [path]: { [`$${bound}`]: condition[bound] } }]));
}

/** Whether a document without the field never meets the condition. */
function needsValue(condition: Condition): boolean {
  if ('words' in condition) return condition.words.length > 0;
  if ('eq' in condition) return condition.eq !== null;
  if ('exists' in condition) return condition.exists;
  if ('in' in condition) return !condition.in.includes(null);
  return BOUNDS.some((bound) => condition[bound] !== undefined);
}
