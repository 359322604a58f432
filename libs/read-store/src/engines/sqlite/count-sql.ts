import type { Filter } from '../../query.js';
import { type CollectionLayout, sqlScalar } from './collection-layout.js';
import { filterSql, keysSql, type Sql, wordsOf } from './filter-sql.js';

/** How many documents there are: from the counts that are kept or from the words alone, where they answer the question. */
export function countSql(layout: CollectionLayout, filter: Filter): Sql {
  layout.requireIndexed(filter);
  return countKept(layout, filter) ?? countOfWords(layout, filter) ?? countOfAll(layout, filter);
}

/** Where a count is kept for just these fields. */
function countKept(layout: CollectionLayout, filter: Filter): Sql | undefined {
  const equal = new Map(filter.flatMap((condition) => ('eq' in condition ? [[condition.field, sqlScalar(condition.eq)]] : [])));
  const kept = layout.spec.counts.find((fields) => fields.length === filter.length && fields.every((field) => equal.has(field)));
  return kept && {
    text: `SELECT coalesce(sum(documents), 0) AS documents FROM ${layout.counts} WHERE fields = ? AND vals = json_array(${kept.map(() => '?').join(', ')})`,
    values: [kept.join(','), ...kept.map((field) => equal.get(field) ?? null)],
  };
}

/** Where nothing is asked for but words, within the scope of their index: how many documents hold them, without a look at any. */
function countOfWords(layout: CollectionLayout, filter: Filter): Sql | undefined {
  const scope = layout.wordScope ?? [];
  const words = wordsOf(filter);
  const others = filter.filter((condition) => !('words' in condition));
  const inScope = others.length === scope.length && others.every((condition) => 'eq' in condition && scope.includes(condition.field));
  if (words.length === 0 || !inScope) return undefined;
  const { text, values } = keysSql(layout, words, filter);
  return { text: `SELECT count(*) AS documents FROM (SELECT DISTINCT key FROM (${text}))`, values };
}

function countOfAll(layout: CollectionLayout, filter: Filter): Sql {
  const { text, values } = filterSql(layout, filter);
  return { text: `SELECT count(*) AS documents FROM ${layout.documents} WHERE ${text}`, values };
}
