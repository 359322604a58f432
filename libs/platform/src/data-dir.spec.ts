import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { prepareDataDir } from './data-dir.js';
import { SettingsError } from './settings.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'data-dir-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const modeOf = (path: string): number => statSync(path).mode & 0o777;

it('makes the folder for its owner alone', () => {
  const dataDir = join(folder, 'casetrail', 'data');
  prepareDataDir(dataDir);
  expect(modeOf(dataDir)).toBe(0o700);
});

it('leaves a folder that is there as it is', () => {
  chmodSync(folder, 0o750);
  prepareDataDir(folder);
  expect(modeOf(folder)).toBe(0o750);
});

it('refuses what is no folder', () => {
  const file = join(folder, 'data');
  writeFileSync(file, '');
  expect(() => {
    prepareDataDir(file);
  }).toThrow(SettingsError);
});
