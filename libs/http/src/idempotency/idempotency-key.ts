import { invalidField } from '#event-sourcing';

const BARE = /^[\x21-\x7e]{1,255}$/;
/** A string as structured fields have it (RFC 8941, section 3.3.3), as the draft wants the key. */
const QUOTED = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"$/;

/**
 * The key that an `Idempotency-Key` header holds, quoted or bare: `"a"` and `a` are the same key.
 * @throws DomainError `invalid` unless it is 1 to 255 visible ASCII characters.
 */
export function idempotencyKey(header: string | readonly string[]): string {
  const text = typeof header === 'string' ? header : header.join(', ');
  const key = text.startsWith('"') ? QUOTED.exec(text)?.[1]?.replaceAll(/\\(.)/g, '$1') : text;
  if (key !== undefined && BARE.test(key)) return key;
  throw invalidField('Idempotency-Key', 'invalid', 'Send 1 to 255 visible ASCII characters, as they are or in double quotes.');
}
