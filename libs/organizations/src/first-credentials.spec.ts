import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomIds } from '#event-sourcing';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { FirstCredentialsFile } from './first-credentials.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'first-credentials-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const file = () => new FirstCredentialsFile(join(folder, 'data'), randomIds);

test('first credentials are kept, for their owner alone, until somebody has seen them', () => {
  expect(file().pending()).toBeUndefined();
  const made = file().make();
  expect(file().pending()).toEqual(made);
  expect(readdirSync(join(folder, 'data'))).toEqual(['first-credentials.json']);
  expect(statSync(join(folder, 'data', 'first-credentials.json')).mode & 0o777).toBe(0o600);
  file().forget();
  expect(file().pending()).toBeUndefined();
});

test('first credentials are those of the process that was first, where two start at once', () => {
  const [one, other] = [file(), file()];
  expect([one.pending(), other.pending()]).toEqual([undefined, undefined]);
  const made = one.make();
  expect([other.make(), file().pending()]).toEqual([made, made]);
});
