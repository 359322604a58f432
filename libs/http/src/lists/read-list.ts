import type { JsonObject } from '#event-sourcing';
import type { Query, ReadStore } from '#read-store';
import { pageCount, type PageRequest, requirePage } from '../requests/pagination.js';
import { type Cursor, cursorFromText, cursorToText } from './cursor.js';
import type { ListRequest } from './list-request.js';

/** What of a list's URL differs for the page beside this one. */
export type PageLink = { readonly page: string } | { readonly cursor: string };

/** A part of a list, as the read store has it. */
export interface ListPage<Document> {
  /** How many documents the whole list has. */
  readonly count: number;
  readonly documents: readonly Document[];
  /** Null where there is no page beside this one. */
  readonly next: PageLink | null;
  readonly previous: PageLink | null;
}

/** Where documents are read from. */
type Readable = Pick<ReadStore, 'count' | 'find'>;

/** A list: which documents, in which order. */
type List = Pick<Query, 'filter' | 'sort'>;

/**
 * Reads the part of a read model's list that a client asks for, by number or by cursor.
 *
 * @throws DomainError `not_found` for a page past the end, or a cursor that is none of this list.
 */
export async function readList<Document>(store: Readable, model: string, list: List, request: ListRequest): Promise<ListPage<Document>> {
  const count = store.count(model, list.filter);
  const part =
    'cursor' in request
      ? pageBeside(store, model, list, cursorFromText(request.cursor, list.sort), request.size)
      : numberedPage(store, model, list, request, count);
  const [counted, { documents, next, previous }] = await Promise.all([count, part]);
  return { count: counted, documents: documents as unknown as readonly Document[], next, previous };
}

type Part = Omit<ListPage<JsonObject>, 'count'>;

async function numberedPage(store: Readable, model: string, list: List, page: PageRequest, counting: Promise<number>): Promise<Part> {
  const [count, documents] = await Promise.all([counting, store.find(model, { ...list, skip: page.offset, limit: page.size })]);
  requirePage(page, count);
  return {
    documents,
    next: page.number < pageCount(page, count) ? { page: String(page.number + 1) } : null,
    previous: page.number > 1 ? { page: String(page.number - 1) } : null,
  };
}

/** One document more than the page has room for says whether there is a page behind it. */
async function pageBeside(store: Readable, model: string, { filter, sort }: List, cursor: Cursor, size: number): Promise<Part> {
  const back = cursor.way === 'back';
  const after = cursor.beside === undefined ? {} : { after: cursor.beside };
  const found = await store.find(model, { filter, sort: back ? reversed(sort) : sort, ...after, limit: size + 1 });
  const near = found.slice(0, size);
  const documents = back ? near.toReversed() : near;

  const link = (way: Cursor['way'], document: JsonObject | undefined): PageLink => ({
    cursor: cursorToText({ way, ...(document === undefined ? {} : { beside: placeOf(document, sort) }) }, sort),
  });
  const [behind, before] = [found.length > size, cursor.beside !== undefined];
  return {
    documents,
    next: (back ? before : behind) ? link('forth', documents.at(-1)) : null,
    previous: (back ? behind : before) ? link('back', documents[0]) : null,
  };
}

const reversed = ({ field, direction }: Query['sort']): Query['sort'] => ({ field, direction: direction === 'asc' ? 'desc' : 'asc' });

const placeOf = (document: JsonObject, { field }: Query['sort']): NonNullable<Query['after']> => ({
  value: document[field] as string | number,
  id: Number(document.id),
});
