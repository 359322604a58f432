import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';

/** Ten times what it takes: it is about what is lost, and not about time. */
const TIME_LIMIT_MS = 400_000;

it('loses nothing and does nothing twice when it is killed under load', async () => {
  const run = promisify(execFile)(process.execPath, [resolve('dist/test/crash/main.js'), '--kills', '10'], { timeout: TIME_LIMIT_MS });
  const { stdout } = await run.catch((failed: unknown) => failed as { stdout: string });
  expect(stdout).toContain('Nothing was lost, nothing was done twice.');
}, TIME_LIMIT_MS);
