import { existsSync, readFileSync } from 'node:fs';
import { loadEnvFile } from 'node:process';
import { parseEnv } from 'node:util';
import { settingNames } from './settings-schema.js';

/** Reads a `.env` file into the environment, if there is one; variables that are set already keep their value. */
export function loadEnvFileIfPresent(path = '.env'): void {
  if (existsSync(path)) loadEnvFile(path);
}

/** What a `.env` file names, if there is one, and is no setting: likely mistyped, and never missed, for every setting has a default. */
export function unknownNames(path = '.env'): readonly string[] {
  if (!existsSync(path)) return [];
  return Object.keys(parseEnv(readFileSync(path, 'utf8'))).filter((name) => !settingNames.includes(name)).sort();
}
