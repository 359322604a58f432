import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { enginesRun, engineVariables, stopEngines, startEngines } from './engines.js';

/** One set of engines for each working copy. */
const FOLDER = join(tmpdir(), `casetrail-engines-${createHash('sha256').update(process.cwd()).digest('hex').slice(0, 12)}`);
/** What `up` printed, for the next `up`. */
const VARIABLES = join(FOLDER, 'variables.json');

/** Starts the engines, unless they run, and prints their URLs as commands of a shell. */
export async function enginesUp(): Promise<void> {
  const variables = (await variablesOfRunning()) ?? (await start());
  for (const [name, value] of Object.entries(variables)) console.log(`export ${name}='${value}'`);
  console.error(`Data and logs are in ${FOLDER}.`);
}

/** Ends the engines that `enginesUp` started, and nothing else, and removes their data. */
export async function enginesDown(): Promise<void> {
  await stopEngines({ folder: FOLDER });
}

async function start(): Promise<Record<string, string>> {
  await enginesDown();
  mkdirSync(FOLDER);
  const variables = engineVariables(await startEngines(FOLDER));
  writeFileSync(`${VARIABLES}.new`, JSON.stringify(variables));
  renameSync(`${VARIABLES}.new`, VARIABLES);
  return variables;
}

/** Undefined when not all of the servers that were started run. */
async function variablesOfRunning(): Promise<Record<string, string> | undefined> {
  if (!existsSync(VARIABLES) || !(await enginesRun(FOLDER))) return undefined;
  return JSON.parse(readFileSync(VARIABLES, 'utf8')) as Record<string, string>;
}
