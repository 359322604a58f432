/** What differs from one run to the next: times, how long something took, and random ids. */
const PASSING: readonly (readonly [RegExp, string])[] = [
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, '<time>'],
  [/\d\d:\d\d:\d\d\.\d{3}/g, '<time>'],
  [/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<uuid>'],
  [/[\d.]+ m?s\b/g, '<duration>'],
];

/** A line that stands for any number of lines. */
const LEFT_OUT = /^…\n/m;

/** Output with everything that differs from one run to the next made alike. */
export const alike = (output: string): string => PASSING.reduce((text, [pattern, name]) => text.replace(pattern, name), output);

/** The stretches of a shown output that are to appear, one behind the other. */
export const shownStretches = (shown: string): readonly string[] => alike(shown).split(LEFT_OUT);

/** The first stretch that does not appear behind those before it; undefined when the output is as it is shown. */
export function missingStretch(output: string, shown: string): string | undefined {
  let rest = alike(output);
  for (const stretch of shownStretches(shown)) {
    const start = rest.indexOf(stretch);
    if (start < 0) return stretch;
    rest = rest.slice(start + stretch.length);
  }
  return undefined;
}
