import anyAscii from 'any-ascii';

/**
 * A name as names are compared: in Latin letters without accents, in lower case, its words in alphabetical order, and without
 * anything that is neither a letter nor a digit. Empty for a name that has none.
 */
export function normalizedName(name: string): string {
  return anyAscii(name.normalize('NFKC'))
    .toLowerCase()
    // What stands within a word belongs to it (O'Brien, d’Arc); everything else parts words.
    .replaceAll(/['’`´]/g, '')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
    .sort()
    .join(' ');
}

/** Whether there is anything in a name to compare it by: a letter or a digit. */
export const isComparable = (name: string): boolean => /[a-z0-9]/i.test(name) || normalizedName(name) !== '';
