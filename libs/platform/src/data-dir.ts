import { accessSync, constants, mkdirSync } from 'node:fs';
import { SettingsError } from './settings.js';

/**
 * Makes the data folder where there is none, for its owner alone: the log in it holds personal data.
 * @throws SettingsError when nothing can be stored in it: said here, and not by whoever comes to store first.
 */
export function prepareDataDir(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new SettingsError([`DATA_DIR cannot be used: ${error instanceof Error ? error.message : String(error)}`]);
  }
}
