import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engineVariables, startEngines, stopEngines } from './engines.js';

const JEST = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', '--config', 'jest.engines.config.js'];

// Ctrl-C reaches jest as well; this process lives on until jest has ended, and then ends what it has started.
process.on('SIGINT', () => undefined);

const engines = await startEngines(mkdtempSync(join(tmpdir(), 'casetrail-engines-')));
let passed = false;
try {
  passed = (await runJest({ ...engineVariables(engines), CASETRAIL_SETUP: 'processes' })) === 0;
} finally {
  await stopEngines(engines, { keepLogs: !passed });
  if (!passed) console.error(`The logs of the engines are in ${engines.logs}.`);
}
process.exitCode = passed ? 0 : 1;

/** Runs the specs that the command line names, or all that need engines; resolves with jest's exit code. */
async function runJest(variables: Readonly<Record<string, string>>): Promise<number | null> {
  const jest = spawn(process.execPath, [...JEST, ...process.argv.slice(2)], { env: { ...process.env, ...variables }, stdio: 'inherit' });
  process.once('SIGTERM', () => jest.kill());
  await once(jest, 'close');
  return jest.exitCode;
}
