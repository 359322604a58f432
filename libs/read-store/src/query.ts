/** A value that a condition compares with. A field has values of one type, or none. */
export type Scalar = string | number | boolean;

/**
 * One condition on a document. Fields are dotted paths. Null and missing are the same; comparisons other than
 * `eq: null`, `exists: false` and `in` with null never hold for them. Strings compare by their UTF-8 bytes.
 */
export type Condition =
  | { readonly field: string; readonly eq: Scalar | null }
  | { readonly field: string; readonly exists: boolean }
  | { readonly field: string; readonly in: readonly (Scalar | null)[] }
  | {
      readonly field: string;
      readonly gt?: string | number;
      readonly gte?: string | number;
      readonly lt?: string | number;
      readonly lte?: string | number;
    }
  /** Each of these is the beginning of one of the words in the document's `search_words`. */
  | { readonly words: readonly string[] };

/** That a field has one of these values: `eq` where it is one, for which indexes are best. */
export const oneOf = (field: string, values: readonly (Scalar | null)[]): Condition => {
  const [only] = values;
  return values.length === 1 && only !== undefined ? { field, eq: only } : { field, in: values };
};

/** Conditions that all hold. */
export type Filter = readonly Condition[];

/** A page of a model's documents. */
export interface Query {
  readonly filter: Filter;
  /** Null comes before everything else. Documents alike in the field are ordered by their numeric field `id`, in the same direction. */
  readonly sort: { readonly field: string; readonly direction: 'asc' | 'desc' };
  /**
   * Only documents that come after this place in the order: what the field `sort.field` and the field `id` hold there. As
   * in conditions, a document without the field is never among them. Takes no longer the further down it is.
   */
  readonly after?: { readonly value: string | number; readonly id: number };
  /** How many documents to leave out; default none. */
  readonly skip?: number;
  /** How many documents at most. */
  readonly limit: number;
}

/** A query that no index of its model serves: a defect, found before it is slow in production. */
export class UnindexedQueryError extends Error {
  override readonly name = 'UnindexedQueryError';
}
