import { rmSync, writeFileSync } from 'node:fs';
import { InvalidArgumentError, program } from 'commander';
import { summary } from '../load/summary.js';
import { FAULT_RULES, runFaultTest } from './fault-test.js';
import { type Part, PARTS, type Step } from './plan.js';

const wholeNumber = (text: string): number => {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
};

const parts = (text: string): readonly Part[] => {
  const named = text.split(',');
  const known = PARTS.filter((part) => named.includes(part));
  if (known.length !== named.length) throw new InvalidArgumentError(`It must be some of ${PARTS.join(',')}.`);
  return known;
};

program
  .name('npm run test:faults --')
  .description('Kills and freezes each part of the service and its engines under load, and checks that nothing was lost or done twice.')
  .option('--rounds <number>', 'how often each is killed', wholeNumber, 10)
  .option('--only <parts>', `some of ${PARTS.join(',')}`, parts, PARTS)
  .option('--seed <number>', 'chooses the moments; by default a new one each time', wholeNumber, Date.now() % 1_000_000)
  .option('--short', 'the least that says something about each engine', false)
  .option('--slack <factor>', 'by what the limits of time are multiplied, on a machine that others use, too', wholeNumber, 1)
  .option('--json <file>', 'writes the figures there, too');

interface Options {
  readonly rounds: number;
  readonly only: readonly Part[];
  readonly seed: number;
  readonly short: boolean;
  readonly slack: number;
  readonly json?: string;
}

const describe = (step: Step): string => Object.values(step).join(' ');

const { json, ...options } = program.parse().opts<Options>();
console.log(`${options.rounds} rounds of ${options.only.join(',')}, --seed ${options.seed}`);
const begun = performance.now();
const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    interruption.abort(new Error(`Interrupted by ${signal}.`));
  });
}
const report = await runFaultTest({
  ...options,
  signal: interruption.signal,
  onStep: (step, number, of) => {
    console.log(`${String(Math.round((performance.now() - begun) / 1_000)).padStart(5)} s  ${number}/${of}  ${describe(step)}`);
  },
  onMeasured: (name, milliseconds, waitedFor) => {
    console.log(`         ${name} ${milliseconds} ms${waitedFor.length === 0 ? '' : ` (${waitedFor.slice(0, 3).join('; ')})`}`);
  },
}).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
const { figures, violations, measures, dataDir } = report;
console.log(`\n${measures.table()}\n\n${summary(report, FAULT_RULES)}\n${Math.round((performance.now() - begun) / 1_000)} s`);
if (json !== undefined) {
  writeFileSync(json, `${JSON.stringify({ ...options, milliseconds: Object.fromEntries(measures.values), figures, violations }, undefined, 2)}\n`);
}
if (violations.length === 0) rmSync(dataDir, { recursive: true });
process.exitCode = violations.length === 0 ? 0 : 1;
