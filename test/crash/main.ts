import { InvalidArgumentError, program } from 'commander';
import { CRASH_RULES, runCrashTest } from './crash-test.js';
import { summary } from '../load/summary.js';

const wholeNumber = (text: string): number => {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
};

program
  .name('npm run test:crash --')
  .description('Kills the service under load again and again, and checks that nothing was lost or done twice.')
  .option('--kills <number>', 'how often it is killed', wholeNumber, 50)
  .option('--seed <number>', 'chooses the moments; by default a new one each time', wholeNumber, Date.now() % 1_000_000);

const { kills, seed } = program.parse().opts<{ kills: number; seed: number }>();
console.log(`${kills} kills, --seed ${seed}`);
const begun = performance.now();
const report = await runCrashTest({
  kills,
  seed,
  onKill: (number) => {
    if (process.stdout.isTTY) process.stdout.write(`\rkill ${number} of ${kills} `);
  },
});
console.log(`\n${summary(report, CRASH_RULES)}\n${Math.round((performance.now() - begun) / 1_000)} s`);
process.exitCode = report.violations.length === 0 ? 0 : 1;
