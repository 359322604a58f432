/** Control characters, and those that break lines or turn the direction of text around. */
const UNSAFE = /[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * Text that somebody else wrote, fit for a terminal: what would move the cursor, change colours or turn text around is
 * shown as its code.
 */
export const printable = (text: string): string =>
  text.replace(UNSAFE, (character) => {
    if (character === '\n') return '\\n';
    if (character === '\t') return '\\t';
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });

/** A whole number as people read it: `12,345`. */
export const formatCount = (count: number): string => count.toLocaleString('en-US', { maximumFractionDigits: 0 });

/** `1 event`, `2 events`. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${formatCount(count)} ${count === 1 ? one : many}`;
