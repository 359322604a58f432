import type { Condition, Filter, Query } from '../../query.js';
import { LAST_CHARACTER, WORDS_FIELD } from '../collection-fields.js';
import { bodyPath } from './stored-document.js';

/** A part of a filter in MongoDB's language. */
export type MongoFilter = Readonly<Record<string, unknown>>;

/**
 * The filter in MongoDB's language, for documents only: a tombstone has no body. Most conditions leave tombstones out by
 * themselves; one is added only where none does, because it makes MongoDB look into each document instead of the index.
 */
export function mongoFilter(filter: Filter): MongoFilter {
  const clauses = filter.flatMap(clausesOf);
  return { $and: filter.some(needsValue) ? clauses : [...clauses, { body: { $exists: true } }] };
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
  return 'in' in condition || BOUNDS.some((bound) => condition[bound] !== undefined);
}
