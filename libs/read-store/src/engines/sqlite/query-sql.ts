import { type Condition, type Filter, type Query, type Scalar, UnindexedQueryError } from '../../query.js';
import { type CollectionLayout, column, type SqlValue } from './collection-layout.js';

/** A statement, or a part of one, with the values of its parameters. */
export interface Sql {
  readonly text: string;
  readonly values: readonly SqlValue[];
}

/** A page of bodies. */
export function findSql(layout: CollectionLayout, { filter, sort, skip = 0, limit }: Query): Sql {
  requireIndexed(layout, filter, sort.field);
  const where = whereSql(layout, filter);
  const order = [...new Set([sort.field, 'id'])].map((field) => `${column(field)} ${sort.direction}`).join(', ');
  return {
    text: `SELECT body FROM ${layout.documents} WHERE ${where.text} ORDER BY ${order} LIMIT ?+0 OFFSET ?+0`,
    values: [...where.values, limit, skip],
  };
}

/** How many documents there are: from the counts that are kept, where they answer the question. */
export function countSql(layout: CollectionLayout, filter: Filter): Sql {
  requireIndexed(layout, filter);
  const equal = new Map(filter.flatMap((condition) => ('eq' in condition ? [[condition.field, sqlScalar(condition.eq)]] : [])));
  const kept = layout.spec.counts.find((fields) => fields.length === filter.length && fields.every((field) => equal.has(field)));
  if (kept !== undefined) {
    return {
      text: `SELECT coalesce(sum(documents), 0) AS documents FROM ${layout.counts} WHERE fields = ? AND vals = json_array(${kept.map(() => '?').join(', ')})`,
      values: [kept.join(','), ...kept.map((field) => equal.get(field) ?? null)],
    };
  }
  const { text, values } = whereSql(layout, filter);
  return { text: `SELECT count(*) AS documents FROM ${layout.documents} WHERE ${text}`, values };
}

/**
 * Every field has to be a column, and one has to be where an index begins, so that no query reads the whole table.
 * @throws UnindexedQueryError
 */
function requireIndexed(layout: CollectionLayout, filter: Filter, sortField?: string): void {
  const compared = filter.flatMap((condition) => ('field' in condition ? [condition.field] : []));
  const used = sortField === undefined ? compared : [...compared, sortField];
  const unknown = used.find((field) => !layout.fields.includes(field));
  if (unknown !== undefined) throw new UnindexedQueryError(`No index of ${layout.name} holds ${unknown}.`);
  const searched = filter.some((condition) => 'words' in condition && condition.words.length > 0);
  if (!searched && used.length > 0 && !layout.spec.indexes.some(([first]) => first !== undefined && used.includes(first))) {
    throw new UnindexedQueryError(`No index of ${layout.name} begins with ${used.join(' or ')}.`);
  }
}

function whereSql(layout: CollectionLayout, filter: Filter): Sql {
  const parts = filter.map((condition) => ('words' in condition ? wordsSql(layout, condition.words, filter) : conditionSql(condition)));
  return { text: ['1', ...parts.map(({ text }) => text)].join(' AND '), values: parts.flatMap(({ values }) => values) };
}

const OPERATORS = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

function conditionSql(condition: Exclude<Condition, { readonly words: readonly string[] }>): Sql {
  const name = column(condition.field);
  if ('eq' in condition) {
    return condition.eq === null ? { text: `${name} IS NULL`, values: [] } : { text: `${name} = ?`, values: [sqlScalar(condition.eq)] };
  }
  if ('exists' in condition) return { text: `${name} IS ${condition.exists ? 'NOT NULL' : 'NULL'}`, values: [] };
  if ('in' in condition) {
    return { text: `${name} IN (SELECT value FROM json_each(?))`, values: [JSON.stringify(condition.in.map(sqlScalar))] };
  }
  const bounds = (['gt', 'gte', 'lt', 'lte'] as const).flatMap((bound) => {
    const value = condition[bound];
    return value === undefined ? [] : [{ text: `${name} ${OPERATORS[bound]} ?`, value }];
  });
  return { text: bounds.map(({ text }) => text).join(' AND ') || '1', values: bounds.map(({ value }) => value) };
}

/** Behind every word that begins with the prefix, and before every other. */
const LAST_CHARACTER = '\u{10ffff}';

function wordsSql(layout: CollectionLayout, words: readonly string[], filter: Filter): Sql {
  const scope = layout.wordScope;
  if (scope === undefined) throw new UnindexedQueryError(`No index of ${layout.name} holds words.`);
  const values = scope.map((field) => {
    const equal = filter.find((condition) => 'eq' in condition && condition.field === field);
    if (equal === undefined || !('eq' in equal)) throw new UnindexedQueryError(`Words of ${layout.name} are found with "eq" on ${field} only.`);
    return sqlScalar(equal.eq);
  });
  const scoped = scope.map((field) => `${column(field)} IS ? AND `).join('');
  return {
    text: words.map(() => `key IN (SELECT key FROM ${layout.words} WHERE ${scoped}word >= ? AND word < ?)`).join(' AND ') || '1',
    values: words.flatMap((word) => [...values, word, word + LAST_CHARACTER]),
  };
}

const sqlScalar = (value: Scalar | null): SqlValue => (typeof value === 'boolean' ? Number(value) : value);
