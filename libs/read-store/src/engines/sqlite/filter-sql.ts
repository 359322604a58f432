import type { Condition, Filter } from '../../query.js';
import { LAST_CHARACTER } from '../collection-fields.js';
import { type CollectionLayout, column, sqlScalar, type SqlValue } from './collection-layout.js';

/** A statement, or a part of one, with the values of its parameters. */
export interface Sql {
  readonly text: string;
  readonly values: readonly SqlValue[];
}

/** How a condition names the column of its field. */
export type Naming = (field: string) => string;

/** To SQLite, a column with a plus before it is not the one that an index holds: the condition is tested, not looked up. */
export const unindexed: Naming = (field) => `+${column(field)}`;

type WordsCondition = Extract<Condition, { readonly words: readonly string[] }>;

/** Whether documents are compared with bounds: there may be many of them in an index, in another order than that of the ids. */
export const isRange = (condition: Condition): boolean => ['gt', 'gte', 'lt', 'lte'].some((bound) => bound in condition);

/** Every word, or beginning of one, that documents are to hold. */
export const wordsOf = (filter: Filter): readonly string[] => filter.flatMap((condition) => ('words' in condition ? condition.words : []));

/**
 * What a document has to meet, as one expression.
 * @param nameOf decides for each condition whether it may be looked up in an index.
 */
export function filterSql(layout: CollectionLayout, filter: Filter, nameOf: (condition: Condition) => Naming = () => column): Sql {
  const words = wordsOf(filter);
  const conditions = filter.flatMap((condition) => ('words' in condition ? [] : [conditionSql(condition, nameOf(condition))]));
  if (words.length === 0) return joined(conditions);
  const { text, values } = keysSql(layout, words, filter);
  return joined([...conditions, { text: `key IN (${text})`, values }]);
}

/** Expressions that all hold. */
export const joined = (parts: readonly Sql[]): Sql => ({
  text: ['1', ...parts.map(({ text }) => text)].join(' AND '),
  values: parts.flatMap(({ values }) => values),
});

/** The keys of the documents that hold words which begin so, from the table of words alone; of one word, a key may come twice. */
export function keysSql(layout: CollectionLayout, words: readonly string[], filter: Filter): Sql {
  const scope = layout.wordScopeValues(filter).map(sqlScalar);
  const scoped = (layout.wordScope ?? []).map((field) => `${column(field)} IS ? AND `).join('');
  const keys = `SELECT key FROM ${layout.words} WHERE ${scoped}word >= ? AND word < ?`;
  return {
    text: words.map(() => keys).join(' INTERSECT '),
    values: words.flatMap((beginning) => [...scope, beginning, beginning + LAST_CHARACTER]),
  };
}

const OPERATORS = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

function conditionSql(condition: Exclude<Condition, WordsCondition>, naming: Naming): Sql {
  const name = naming(condition.field);
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
