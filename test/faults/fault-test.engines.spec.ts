import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { URL_VARIABLES } from '../engines/engines.js';

const TIME_LIMIT_MS = 480_000;

/** What is done is what counts here; how soon, on a machine that does other things beside it, is for `npm run test:faults`. */
const SHORT = ['--rounds', '1', '--short', '--slack', '6', '--seed', '7'];

it('loses nothing and does nothing twice when processes and engines are killed and frozen under load', async () => {
  // It starts engines of its own: those that other specs use are not to be killed.
  const env = { ...process.env, ...Object.fromEntries(Object.values(URL_VARIABLES).map((name) => [name, ''])) };
  const run = promisify(execFile)(process.execPath, [resolve('dist/test/faults/main.js'), ...SHORT], { env, timeout: TIME_LIMIT_MS });
  const { stdout } = await run.catch((failed: unknown) => failed as { stdout: string });
  expect(stdout).toContain('Nothing was lost, nothing was done twice.');
}, TIME_LIMIT_MS);
