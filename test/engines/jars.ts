import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { whileLocked } from './file-lock.js';
import { runCommand } from './run-command.js';

const CACHE = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'casetrail', 'engines');
const COPY_DEPENDENCIES = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';

/**
 * The class path of a server: the jars that its `pom.xml` names, fetched by Maven the first time and kept in a folder of
 * the user's cache that is named by what the `pom.xml` says. Several processes may ask at once: one of them fetches.
 */
export async function classPath(engine: string): Promise<string> {
  const pom = resolve('test/engines', engine, 'pom.xml');
  const folder = join(CACHE, `${engine}-${createHash('sha256').update(readFileSync(pom)).digest('hex').slice(0, 16)}`);
  if (!existsSync(folder)) {
    mkdirSync(CACHE, { recursive: true });
    // One lock for all: Maven's own store of artifacts is not made for several at once.
    await whileLocked(join(CACHE, 'lock'), async () => {
      if (!existsSync(folder)) await fetchJars(pom, folder);
    });
  }
  return join(folder, '*');
}

/** The folder is there with all jars or not at all, wherever the process dies. */
async function fetchJars(pom: string, folder: string): Promise<void> {
  const unfinished = mkdtempSync(`${folder}-`);
  try {
    await runCommand('mvn', ['-q', '-B', '-f', pom, COPY_DEPENDENCIES, `-DoutputDirectory=${unfinished}`, '-DincludeScope=runtime']);
    renameSync(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}
