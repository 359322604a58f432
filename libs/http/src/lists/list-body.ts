import type { PageBody } from '../requests/pagination.js';
import type { ListPage, PageLink } from './read-list.js';

/**
 * A part of a list as the API answers it, with links to its neighbours, which keep everything else of the query.
 *
 * @param results the documents of the page, as they are shown.
 * @param url the absolute URL of the request, as `absoluteUrl` gives it.
 */
export function listBody<Item>({ count, next, previous }: Omit<ListPage<unknown>, 'documents'>, results: readonly Item[], url: string): PageBody<Item> {
  return { count, next: linkTo(url, next), previous: linkTo(url, previous), results };
}

function linkTo(url: string, change: PageLink | null): string | null {
  if (change === null) return null;
  const link = new URL(url);
  for (const [name, value] of Object.entries(change)) link.searchParams.set(name, value);
  return link.href;
}
