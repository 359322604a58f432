import { existsSync } from 'node:fs';
import { loadEnvFile } from 'node:process';

/** Reads a `.env` file into the environment, if there is one; variables that are set already keep their value. */
export function loadEnvFileIfPresent(path = '.env'): void {
  if (existsSync(path)) loadEnvFile(path);
}
