import { invalidField } from '#event-sourcing';

/** Characters before the comma of a `data:` URI, at most. */
const LONGEST_HEADER = 255;

/**
 * The bytes that a text in base64 (RFC 4648, section 4) stands for, or a `data:` URI (RFC 2397) of base64. Line breaks and spaces are passed
 * over, as MIME has them; padding is wanted, and anything else is refused.
 *
 * @throws DomainError `invalid` naming the field `file`.
 */
export async function* decodeBase64(text: AsyncIterable<string>): AsyncGenerator<Buffer> {
  let open = '';
  for await (const piece of payload(text)) {
    const symbols = open + piece.replace(/[ \t\r\n]+/g, '');
    const padding = symbols.indexOf('=');
    const whole = (padding < 0 ? symbols.length : padding) & ~3;
    if (!/^[A-Za-z0-9+/]*$/.test(symbols.slice(0, whole))) throw notBase64();
    open = symbols.slice(whole);
    if (open.length > 4) throw notBase64();
    if (whole > 0) yield Buffer.from(symbols.slice(0, whole), 'base64');
  }
  if (open === '') return;
  const last = Buffer.from(open, 'base64');
  // Also refuses bits that are left over and not zero: two texts would stand for the same bytes.
  if (last.toString('base64') !== open) throw notBase64();
  yield last;
}

/** What is behind the comma of a `data:` URI; all of a text that is none. */
async function* payload(text: AsyncIterable<string>): AsyncGenerator<string> {
  let start: string | undefined = '';
  for await (const piece of text) {
    if (start === undefined) {
      yield piece;
      continue;
    }
    start += piece;
    const isUri = start.slice(0, 5).toLowerCase() === 'data:';
    if (!isUri && start.length < 5) continue;
    const comma: number = isUri ? start.indexOf(',') : -1;
    if (isUri && (comma < 0 ? start.length : comma) > LONGEST_HEADER) throw notBase64();
    if (isUri && comma < 0) continue;
    if (isUri && !/;base64$/i.test(start.slice(0, comma))) throw notBase64();
    yield start.slice(comma + 1);
    start = undefined;
  }
  if (start !== undefined && start !== '') yield start;
}

const notBase64 = (): Error => invalidField('file', 'invalid_base64', 'Not valid base64, nor a data: URI of base64.');
