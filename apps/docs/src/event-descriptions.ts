/** A docstring, whatever stands between it and the definition that it is of, and the stored name of the event. */
const DEFINITION = /\/\*\*((?:(?!\*\/)[^])*)\*\/\s*(?:export const \w+ = )?defineEvent\(\s*'([a-z-]+)'/g;

/** What the docstrings in a source text say of the events defined there, by stored name. */
export function eventDescriptions(source: string): ReadonlyMap<string, string> {
  return new Map(
    [...source.matchAll(DEFINITION)].map(([, docstring = '', name = '']) => [name, docstring.replace(/\s*\n\s*\*?\s*/g, ' ').trim()]),
  );
}
