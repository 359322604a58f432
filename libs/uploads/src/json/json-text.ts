import { invalidField } from '#event-sourcing';
import type { Pieces } from './pieces.js';

/** What the letter behind a backslash stands for. */
const ESCAPES: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** The length of the longest escape: `\u002b`, as some write a plus. */
const LONGEST = 6;

/**
 * The inside of a text in JSON, up to and without its closing quote; what is behind it is given back to the pieces. Bytes outside of ASCII
 * come as other characters than were meant: there are none in what this is for.
 *
 * @throws DomainError `invalid` for an escape that is none, and when the pieces end before the text does.
 */
export async function* insideOfText(pieces: Pieces): AsyncGenerator<string> {
  let open = '';
  for (let piece = await pieces.next(); piece !== undefined; piece = await pieces.next()) {
    const { plain, end } = unescaped(open + piece.toString('latin1'));
    if (plain !== '') yield plain;
    if (end.closed) {
      pieces.giveBack(piece.subarray(piece.length - end.rest.length));
      return;
    }
    open = end.rest;
  }
  throw brokenText();
}

interface Unescaped {
  readonly plain: string;
  /** Whether the text was closed, and what came behind its quote; or the beginning of an escape. */
  readonly end: { readonly closed: boolean; readonly rest: string };
}

function unescaped(text: string): Unescaped {
  let plain = '';
  for (let at = 0; ; ) {
    const special = indexOfSpecial(text, at);
    if (special < 0) return { plain: plain + text.slice(at), end: { closed: false, rest: '' } };
    plain += text.slice(at, special);
    if (text[special] === '"') return { plain, end: { closed: true, rest: text.slice(special + 1) } };
    const escape = /^\\(?:u([0-9a-fA-F]{4})|(["\\/bfnrt]))/.exec(text.slice(special, special + LONGEST));
    if (escape === null) {
      if (text.length - special < LONGEST && /^\\(?:u[0-9a-fA-F]{0,3})?$/.test(text.slice(special))) return { plain, end: { closed: false, rest: text.slice(special) } };
      throw brokenText();
    }
    const [{ length }, code, letter = ''] = [escape[0], escape[1], escape[2]];
    plain += code === undefined ? (ESCAPES[letter] ?? '') : String.fromCharCode(Number.parseInt(code, 16));
    at = special + length;
  }
}

/** The next quote or backslash. One at a time: looking for both ahead would take quadratic time where there are many of one. */
function indexOfSpecial(text: string, from: number): number {
  for (let index = from; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit === 0x22 || unit === 0x5c) return index;
  }
  return -1;
}

const brokenText = (): Error => invalidField('file', 'invalid', 'Not a valid string.');
