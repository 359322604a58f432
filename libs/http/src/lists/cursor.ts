import { DomainError } from '#event-sourcing';
import type { Query } from '#read-store';
import { z } from 'zod';

/** A place in an ordered list, and which way a page goes from there. */
export interface Cursor {
  readonly way: 'forth' | 'back';
  /** The document beside which the page begins; without one, the list's beginning, or its end on the way back. */
  readonly beside?: NonNullable<Query['after']>;
}

/** Where a list begins. */
export const START: Cursor = { way: 'forth' };

const cursorText = z.tuple([
  z.string(),
  z.enum(['forth', 'back']),
  z.tuple([z.union([z.string(), z.number()]), z.int()]).optional(),
]);

/** The name of an order, as `ordering` in a query has it: `-created_at`. */
const orderOf = ({ field, direction }: Query['sort']): string => `${direction === 'desc' ? '-' : ''}${field}`;

/** The cursor as the text that links hold: opaque to clients, and good for a list in this order only. */
export function cursorToText({ way, beside }: Cursor, sort: Query['sort']): string {
  const parts = [orderOf(sort), way, ...(beside === undefined ? [] : [[beside.value, beside.id]])];
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/**
 * The cursor that a text stands for; the empty text is the start of the list. It names a place and gives no right to
 * anything: organization and filters are those of the request, so there is nothing in it to be signed.
 *
 * @throws DomainError `not_found` for a text that no link of a list in this order holds.
 */
export function cursorFromText(text: string, sort: Query['sort']): Cursor {
  if (text === '') return START;
  const parsed = cursorText.safeParse(parsedJson(text));
  if (!parsed.success || parsed.data[0] !== orderOf(sort)) throw invalidCursor();
  const [, way, place] = parsed.data;
  return { way, ...(place === undefined ? {} : { beside: { value: place[0], id: place[1] } }) };
}

const invalidCursor = (): DomainError => new DomainError('not_found', 'invalid_cursor', 'Invalid cursor.');

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown;
  } catch {
    return undefined;
  }
}
