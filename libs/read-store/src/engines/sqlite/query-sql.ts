import type { Condition, Filter, Query } from '../../query.js';
import { LAST_CHARACTER } from '../collection-fields.js';
import { type CollectionLayout, column, sqlScalar, type SqlValue } from './collection-layout.js';

/** A statement, or a part of one, with the values of its parameters. */
export interface Sql {
  readonly text: string;
  readonly values: readonly SqlValue[];
}

/** So many documents are sorted in less time than it may take to walk through all others in the order of an index. */
export const FEW = 1_000;

/**
 * How many documents meet the filter, or more than FEW: to be known before they are asked for in an order that is not that
 * of the filters' indexes. Undefined for the order that is.
 */
export function fewSql(layout: CollectionLayout, { filter, sort }: Query): Sql | undefined {
  layout.requireIndexed(filter, sort.field);
  if (sort.field === 'id') return undefined;
  const { text, values } = joined(filterSql(layout, filter));
  return { text: `SELECT count(*) AS documents FROM (SELECT 1 FROM ${layout.documents} WHERE ${text} LIMIT ${FEW + 1})`, values };
}

/**
 * A page of bodies. The page's keys are found first, in the indexes alone: what is sorted or skipped on the way is never
 * read as a whole.
 *
 * @param few whether few documents meet the filter: they are looked up by it and sorted, and not looked for in the order
 *   of an index, which ends soon only where there are many.
 */
export function findSql(layout: CollectionLayout, { filter, sort, after, skip = 0, limit }: Query, few = false): Sql {
  layout.requireIndexed(filter, sort.field);
  // To SQLite, a column with a plus before it is not the one that an index holds.
  const sorted = (field: string): string => `${few ? '+' : ''}${column(field)}`;
  const where = joined([...filterSql(layout, filter), ...(after === undefined ? [] : [afterSql(sort, after, sorted)])]);
  const order = [...new Set([sort.field, 'id'])].map((field) => `${sorted(field)} ${sort.direction}`).join(', ');
  return {
    text: `SELECT body FROM ${layout.documents} WHERE key IN (
      SELECT key FROM ${layout.documents} WHERE ${where.text} ORDER BY ${order} LIMIT ?+0 OFFSET ?+0) ORDER BY ${order}`,
    values: [...where.values, limit, skip],
  };
}

/** How many documents there are: from the counts that are kept or from the words alone, where they answer the question. */
export function countSql(layout: CollectionLayout, filter: Filter): Sql {
  layout.requireIndexed(filter);
  const equal = new Map(filter.flatMap((condition) => ('eq' in condition ? [[condition.field, sqlScalar(condition.eq)]] : [])));
  const kept = layout.spec.counts.find((fields) => fields.length === filter.length && fields.every((field) => equal.has(field)));
  if (kept !== undefined) {
    return {
      text: `SELECT coalesce(sum(documents), 0) AS documents FROM ${layout.counts} WHERE fields = ? AND vals = json_array(${kept.map(() => '?').join(', ')})`,
      values: [kept.join(','), ...kept.map((field) => equal.get(field) ?? null)],
    };
  }
  const ofWords = countOfWords(layout, filter);
  if (ofWords !== undefined) return ofWords;
  const { text, values } = joined(filterSql(layout, filter));
  return { text: `SELECT count(*) AS documents FROM ${layout.documents} WHERE ${text}`, values };
}

/** Where nothing is asked for but words, within the scope of their index: how many documents hold them, without a look at any. */
function countOfWords(layout: CollectionLayout, filter: Filter): Sql | undefined {
  const scope = layout.wordScope ?? [];
  const words = filter.flatMap((condition) => ('words' in condition ? condition.words : []));
  const others = filter.filter((condition) => !('words' in condition));
  const inScope = others.length === scope.length && others.every((condition) => 'eq' in condition && scope.includes(condition.field));
  if (words.length === 0 || !inScope) return undefined;
  const keys = words.map((word) => keysSql(layout, word, filter));
  return {
    text: `SELECT count(*) AS documents FROM (SELECT DISTINCT key FROM (${keys.map(({ text }) => text).join(' INTERSECT ')}))`,
    values: keys.flatMap(({ values }) => values),
  };
}

const filterSql = (layout: CollectionLayout, filter: Filter): readonly Sql[] =>
  filter.map((condition) => ('words' in condition ? wordsSql(layout, condition.words, filter) : conditionSql(condition)));

const joined = (parts: readonly Sql[]): Sql => ({
  text: ['1', ...parts.map(({ text }) => text)].join(' AND '),
  values: parts.flatMap(({ values }) => values),
});

/** As a comparison of rows, which SQLite looks up in the index that the order comes from. */
function afterSql({ field, direction }: Query['sort'], { value, id }: NonNullable<Query['after']>, sorted: (field: string) => string): Sql {
  const operator = direction === 'asc' ? '>' : '<';
  if (field === 'id') return { text: `${sorted('id')} ${operator} ?`, values: [id] };
  return { text: `(${sorted(field)}, ${sorted('id')}) ${operator} (?, ?)`, values: [value, id] };
}

const OPERATORS = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

function conditionSql(condition: Exclude<Condition, { readonly words: readonly string[] }>): Sql {
  const name = column(condition.field);
  if ('eq' in condition) {
    return condition.eq === null ? { text: `${name} IS NULL`, values: [] } : { text: `${name} = ?`, values: [sqlScalar(condition.eq)] };
  }
  if ('exists' in condition) return { text: `${name} IS ${condition.exists ? 'NOT NULL' : 'NULL'}`, values: [] };
  if ('in' in condition) {
    const found = `${name} IN (SELECT value FROM json_each(?))`;
    const text = condition.in.includes(null) ? `(${found} OR ${name} IS NULL)` : found;
    return { text, values: [JSON.stringify(condition.in.map(sqlScalar))] };
  }
  const bounds = (['gt', 'gte', 'lt', 'lte'] as const).flatMap((bound) => {
    const value = condition[bound];
    return value === undefined ? [] : [{ text: `${name} ${OPERATORS[bound]} ?`, value }];
  });
  return { text: bounds.map(({ text }) => text).join(' AND ') || '1', values: bounds.map(({ value }) => value) };
}

function wordsSql(layout: CollectionLayout, words: readonly string[], filter: Filter): Sql {
  const keys = words.map((word) => keysSql(layout, word, filter));
  return { text: keys.map(({ text }) => `key IN (${text})`).join(' AND ') || '1', values: keys.flatMap(({ values }) => values) };
}

/** The keys of the documents that hold a word which begins so. */
function keysSql(layout: CollectionLayout, beginning: string, filter: Filter): Sql {
  const scope = layout.wordScopeValues(filter).map(sqlScalar);
  const scoped = (layout.wordScope ?? []).map((field) => `${column(field)} IS ? AND `).join('');
  return { text: `SELECT key FROM ${layout.words} WHERE ${scoped}word >= ? AND word < ?`, values: [...scope, beginning, beginning + LAST_CHARACTER] };
}
