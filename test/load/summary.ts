import type { Figures } from './figures.js';
import { type Rule, RULES, type Violation } from './violation.js';

/** What a run has found. */
export interface Findings {
  readonly figures: Figures;
  readonly violations: readonly Violation[];
  /** Where the data of the run is: kept where there are violations, for whoever looks into them. */
  readonly dataDir: string;
}

/** How many violations of one rule are shown in full. */
const SHOWN = 5;

/**
 * The findings as a table for people.
 * @param checked the rules that the run looks at.
 */
export function summary({ figures, violations, dataDir }: Findings, checked: readonly Rule[]): string {
  const row = (name: string, value: number): string => `  ${name.padEnd(52)}${String(value).padStart(9)}`;
  const rules = checked.flatMap((rule) => {
    const found = violations.filter((violation) => violation.rule === rule);
    return [row(RULES[rule], found.length), ...found.slice(0, SHOWN).map(({ what }) => `      ${what}`)];
  });
  return [
    'What happened', ...Object.entries(figures).map(([name, value]) => row(name, value)),
    '', 'What must not happen', ...rules, '',
    violations.length === 0 ? 'Nothing was lost, nothing was done twice.' : `FAILED: ${violations.length} violations. The data is kept in ${dataDir}.`,
  ].join('\n');
}
