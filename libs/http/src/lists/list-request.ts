import { z } from 'zod';
import { invalidField } from '#event-sourcing';
import { pageQuery, type PageRequest, pageRequest, pageSize } from '../requests/pagination.js';

/** The part of a list's query that chooses what of it is wanted; spread its shape into the query's own schema. */
export const listQuery = z.object({
  ...pageQuery.shape,
  cursor: z
    .string()
    .optional()
    .meta({ description: 'Pages that stay where they are while things are added: begin with the empty `cursor=`, then follow `next` and `previous`.' }),
});

/** Which part of a list a client asks for: the page of a number, or the one that a cursor names. */
export type ListRequest = PageRequest | { readonly cursor: string; readonly size: number };

/**
 * @throws DomainError `not_found` for a number that is none, or out of range; `invalid` for a query that chooses in both
 *   ways.
 */
export function listRequest(query: z.output<typeof listQuery>): ListRequest {
  const { cursor, page } = query;
  if (cursor === undefined) return pageRequest(query);
  if (page !== undefined) throw invalidField('cursor', 'invalid', 'Give page or cursor, not both.');
  return { cursor, size: pageSize(query) };
}
