import type { Settings } from '#platform';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { absoluteUrl } from '../requests/absolute-url.js';
import { pageBody, type PageBody, type pageQuery, pageRequest } from '../requests/pagination.js';

/**
 * A page of a list that is short enough to be had as a whole.
 * @throws DomainError `not_found` when there is no such page.
 */
export function pageOfList<Item>(
  all: readonly Item[],
  query: z.output<typeof pageQuery>,
  request: FastifyRequest,
  settings: Settings,
): PageBody<Item> {
  const page = pageRequest(query);
  return pageBody(page, all.length, all.slice(page.offset, page.offset + page.size), absoluteUrl(request, settings));
}
