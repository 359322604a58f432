import { z } from 'zod';
import { DomainError } from '#event-sourcing';

/** How many items a page has unless the client says otherwise, and at most. */
const DEFAULT_PAGE_SIZE = 50;
const MAX_PAGE_SIZE = 200;

/** The part of a list's query that chooses a page; spread its shape into the query's own schema. */
export const pageQuery = z.object({
  page: z.string().meta({ description: 'Page number, from 1; the first where it is left out.', type: 'integer', minimum: 1 }).optional(),
  page_size: z
    .string()
    .meta({ description: 'Items per page.', type: 'integer', minimum: 1, maximum: MAX_PAGE_SIZE, default: DEFAULT_PAGE_SIZE })
    .optional(),
});

/** A page of a list, as a query on a read model wants it. */
export interface PageRequest {
  /** From 1. */
  readonly number: number;
  readonly size: number;
  readonly offset: number;
}

/** A page of a list, as the API answers it. */
export interface PageBody<Item> {
  readonly count: number;
  readonly next: string | null;
  readonly previous: string | null;
  readonly results: readonly Item[];
}

/** The schema of a page of such items; `id` names it in the API's description. */
export const pageOf = <Item extends z.ZodType>(item: Item, id: string) =>
  z
    .object({ count: z.int(), next: z.url().nullable(), previous: z.url().nullable(), results: z.array(item) })
    .meta({ id });

/** @throws DomainError `not_found` for a number that is none, or out of range: there is no such page. */
export function pageRequest(query: z.output<typeof pageQuery>): PageRequest {
  const number = positive(query.page, 1);
  const size = pageSize(query);
  if (number === undefined) throw invalidPage();
  return { number, size, offset: (number - 1) * size };
}

/** @throws DomainError `not_found` for a size that is none, or out of range. */
export function pageSize({ page_size }: Pick<z.output<typeof pageQuery>, 'page_size'>): number {
  const size = positive(page_size, DEFAULT_PAGE_SIZE);
  if (size === undefined || size > MAX_PAGE_SIZE) throw invalidPage();
  return size;
}

/** How many pages of this size there are; the first page of an empty list exists. */
export const pageCount = ({ size }: PageRequest, count: number): number => Math.max(1, Math.ceil(count / size));

/** @throws DomainError `not_found` for a page past the end. */
export function requirePage(page: PageRequest, count: number): void {
  if (page.number > pageCount(page, count)) throw invalidPage();
}

/**
 * A page with links to its neighbours, which keep everything else of the query.
 *
 * @param url the absolute URL of the request, as `absoluteUrl` gives it.
 * @throws DomainError `not_found` for a page past the end; the first page of an empty list exists.
 */
export function pageBody<Item>(page: PageRequest, count: number, results: readonly Item[], url: string): PageBody<Item> {
  requirePage(page, count);
  const last = pageCount(page, count);
  const linkTo = (number: number): string => {
    const link = new URL(url);
    link.searchParams.set('page', String(number));
    return link.href;
  };
  return {
    count,
    next: page.number < last ? linkTo(page.number + 1) : null,
    previous: page.number > 1 ? linkTo(page.number - 1) : null,
    results,
  };
}

const invalidPage = (): DomainError => new DomainError('not_found', 'invalid_page', 'Invalid page.');

const positive = (text: string | undefined, otherwise: number): number | undefined => {
  if (text === undefined) return otherwise;
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
};
