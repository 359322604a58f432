import type { Condition, Query } from '../../query.js';
import { type CollectionLayout, column } from './collection-layout.js';
import { filterSql, isRange, joined, keysSql, type Naming, type Sql, unindexed, wordsOf } from './filter-sql.js';

/** So many documents are gathered and sorted in less time than it may take to walk through all others in the order of an index. */
export const FEW = 1_000;

/**
 * How a page is found. `walk`: the documents in the order of an index, each tested, until the page is full; soon where many
 * meet the filter. `gather`: those that meet the filter, by its own index, then sorted; soon where they are few.
 */
export type Plan = 'walk' | 'gather';

/**
 * How many documents meet the filter, or more than FEW; with words in it, how many hold these. To be known before a plan is
 * made. Undefined where one index gives both, the documents and their order: it is walked.
 */
export function fewSql(layout: CollectionLayout, { filter, sort }: Query): Sql | undefined {
  layout.requireIndexed(filter, sort.field);
  const words = wordsOf(filter);
  if (sort.field === 'id' && words.length === 0 && !filter.some(isRange)) return undefined;
  const { text, values } = words.length > 0 ? keysSql(layout, words, filter) : filterSql(layout, filter);
  const found = words.length > 0 ? `SELECT DISTINCT key FROM (${text})` : `SELECT 1 FROM ${layout.documents} WHERE ${text}`;
  return { text: `SELECT count(*) AS documents FROM (${found} LIMIT ${FEW + 1})`, values };
}

/**
 * A page of bodies. The page's keys are found first, in the indexes alone: what is sorted or skipped on the way is never
 * read as a whole.
 */
export function findSql(layout: CollectionLayout, { filter, sort, after, skip = 0, limit }: Query, plan: Plan): Sql {
  layout.requireIndexed(filter, sort.field);
  const ordered: Naming = plan === 'gather' ? unindexed : column;
  const beyond = after === undefined ? [] : [afterSql(sort, after, ordered)];
  const where = joined([filterSql(layout, filter, namingOf(filter, sort, plan)), ...beyond]);
  const order = [...new Set([sort.field, 'id'])].map((field) => `${ordered(field)} ${sort.direction}`).join(', ');
  return {
    text: `SELECT body FROM ${layout.documents} WHERE key IN (
      SELECT key FROM ${layout.documents} WHERE ${where.text} ORDER BY ${order} LIMIT ?+0 OFFSET ?+0) ORDER BY ${order}`,
    values: [...where.values, limit, skip],
  };
}

/** SQLite keeps no statistics here, and would look up whatever an index has: what is not to lead the way is hidden from it. */
function namingOf(filter: Query['filter'], sort: Query['sort'], plan: Plan): (condition: Condition) => Naming {
  // By their words, whose keys are the way to the documents.
  if (plan === 'gather') return () => (wordsOf(filter).length > 0 ? unindexed : column);
  // A range of another field is in another order than the walk's.
  return (condition) => (isRange(condition) && 'field' in condition && condition.field !== sort.field ? unindexed : column);
}

/** As a comparison of rows, which SQLite looks up in the index that the order comes from. */
function afterSql({ field, direction }: Query['sort'], { value, id }: NonNullable<Query['after']>, ordered: Naming): Sql {
  const operator = direction === 'asc' ? '>' : '<';
  if (field === 'id') return { text: `${ordered('id')} ${operator} ?`, values: [id] };
  return { text: `(${ordered(field)}, ${ordered('id')}) ${operator} (?, ?)`, values: [value, id] };
}
