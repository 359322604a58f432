import type { CrashTestReport } from './crash-test.js';
import { type Rule, RULES } from './violation.js';

/** How many violations of one rule are shown in full. */
const SHOWN = 5;

/** The report as a table for people. */
export function summary({ figures, violations, dataDir }: CrashTestReport): string {
  const row = (name: string, value: number): string => `  ${name.padEnd(44)}${String(value).padStart(9)}`;
  const rules = Object.entries(RULES).flatMap(([rule, name]) => {
    const found = violations.filter((violation) => violation.rule === (rule as Rule));
    return [row(name, found.length), ...found.slice(0, SHOWN).map(({ what }) => `      ${what}`)];
  });
  return [
    'What happened', ...Object.entries(figures).map(([name, value]) => row(name, value)),
    '', 'What must not happen', ...rules, '',
    violations.length === 0 ? 'Nothing was lost, nothing was done twice.' : `FAILED: ${violations.length} violations. The data is kept in ${dataDir}.`,
  ].join('\n');
}
