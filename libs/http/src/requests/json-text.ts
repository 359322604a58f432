/** Levels that a JSON body may have: more than real ones have, and far fewer than any recursion over it bears. */
const MAX_LEVELS = 100;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENING = new Set([0x5b, 0x7b]);
const CLOSING = new Set([0x5d, 0x7d]);

/** Half of a surrogate pair, as `JSON.stringify` writes it. The look-behind passes over backslashes that stand for themselves. */
const LONE_SURROGATE = /(?<!\\)(?:\\\\)*\\ud[89a-f]/;
const ANY_SURROGATE = /\\u[dD][89a-fA-F]/;

/**
 * What a well-formed JSON text holds that must not get any further; undefined when there is nothing of the kind.
 * @param value the text, parsed.
 */
export function jsonFault(text: string, value: unknown): string | undefined {
  if (levels(text) > MAX_LEVELS) return `The body is nested too deeply: ${MAX_LEVELS} levels at most.`;
  if (hasLoneSurrogate(text, value)) return 'The body has a text that is not valid Unicode.';
  return undefined;
}

function levels(text: string): number {
  let level = 0;
  let deepest = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit === QUOTE) quoted = !quoted;
    else if (quoted) index += unit === BACKSLASH ? 1 : 0;
    else if (OPENING.has(unit)) deepest = Math.max(deepest, ++level);
    else if (CLOSING.has(unit)) level--;
  }
  return deepest;
}

/** Two texts that differ in such halves alone become the same bytes in UTF-8, and so the same key. */
const hasLoneSurrogate = (text: string, value: unknown): boolean =>
  ANY_SURROGATE.test(text) && LONE_SURROGATE.test(JSON.stringify(value));
