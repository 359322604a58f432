import type { Index } from '#event-sourcing';
import { type CollectionFields, WORDS_FIELD } from '../collection-fields.js';
import { bodyPath } from './stored-document.js';

/** An index as the driver takes it. */
export interface MongoIndex {
  readonly name: string;
  readonly key: Readonly<Record<string, 1>>;
}

/**
 * The indexes that queries need: those that the spec declares, each with `id` at its end, by which documents alike are
 * ordered; and one for every list of fields whose documents are counted, where none of those begins with them. Changing
 * this changes stored data.
 */
export function queryIndexes({ spec }: CollectionFields): readonly MongoIndex[] {
  const ofWords = spec.indexes.filter((fields) => fields.includes(WORDS_FIELD));
  const ofFields = spec.indexes.filter((fields) => !fields.includes(WORDS_FIELD)).map((fields) => [...new Set([...fields, 'id'])]);
  const ofCounts = spec.counts.filter((fields) => !ofFields.some((index) => beginsWith(index, fields)));
  const byName = new Map([...ofFields, ...ofCounts, ...ofWords].map((fields) => [fields.join(','), fields]));
  return [...byName].map(([name, fields]) => ({ name, key: keyOf(fields.map(bodyPath)) }));
}

const beginsWith = (index: Index, fields: Index): boolean => fields.every((field) => index.slice(0, fields.length).includes(field));

/** The index that finds the documents with a value in this field, in the order of their ids. */
export const searchIndex = (field: string): MongoIndex => ({ name: `search ${field}`, key: keyOf([bodyPath(field), '_id']) });

const keyOf = (paths: Index): MongoIndex['key'] => Object.fromEntries(paths.map((path) => [path, 1]));
