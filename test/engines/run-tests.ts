import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Engines, engineVariables, startEngines, stopEngines } from './engines.js';

const JEST = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', '--config', 'jest.engines.config.js'];

// Whoever interrupts this process interrupts jest; what was started is ended all the same.
const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    interrupted.abort();
  });
}

try {
  const engines = await startEngines(mkdtempSync(join(tmpdir(), 'casetrail-engines-')));
  process.exitCode = (await passOn(engines)) ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

/** Whether every spec has passed on these engines, which are gone afterwards. */
async function passOn(engines: Engines): Promise<boolean> {
  let passed = false;
  try {
    passed = (await runJest({ ...engineVariables(engines), CASETRAIL_SETUP: 'processes' })) === 0;
    return passed;
  } finally {
    await stopEngines(engines, { keepLogs: !passed });
    if (!passed) console.error(`The logs of the engines are in ${engines.logs}.`);
  }
}

/** Runs the specs that the command line names, or all that need engines; resolves with jest's exit code. */
async function runJest(variables: Readonly<Record<string, string>>): Promise<number | null> {
  if (interrupted.signal.aborted) return null;
  const jest = spawn(process.execPath, [...JEST, ...process.argv.slice(2)], { env: { ...process.env, ...variables }, stdio: 'inherit' });
  interrupted.signal.addEventListener('abort', () => jest.kill());
  await once(jest, 'close');
  return jest.exitCode;
}
