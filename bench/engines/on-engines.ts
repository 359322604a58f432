import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EngineName, engineVariables, startEngines, stopEngines, URL_VARIABLES } from '../../test/engines/engines.js';
import { thenEnd } from './clean-up.js';

/**
 * Does some work with the engines there, found by `engineUrl`: the servers that the environment names, and those that
 * are started for it and ended afterwards.
 *
 * @throws ServerStartError
 */
export async function onEngines(work: () => Promise<void>): Promise<void> {
  const engines = await startEngines(mkdtempSync(join(tmpdir(), 'casetrail-engines-')));
  // What starts the service as separate processes looks there, too.
  Object.assign(process.env, engineVariables(engines));
  await thenEnd(() => stopEngines(engines), work);
}

/** Where an engine is. */
export function engineUrl(name: EngineName): string {
  const url = process.env[URL_VARIABLES[name]] ?? '';
  if (url === '') throw new Error(`${URL_VARIABLES[name]} is not set: run this benchmark by "npm run bench -- --engines".`);
  return url;
}
