import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { unknownNames } from './env-file.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'env-file-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

it('knows what is no setting, by its name alone', () => {
  const file = join(folder, '.env');
  writeFileSync(file, '# PROT=1\nPROT=3100\nPORT=3200\nexport CASETRAIL_CLIENT_SECRT="hidden"\nCASETRAIL_CLIENT_ID=\n');
  expect(unknownNames(file)).toEqual(['CASETRAIL_CLIENT_SECRT', 'PROT']);
});

it('has nothing to say where there is no file', () => {
  expect(unknownNames(join(folder, '.env'))).toEqual([]);
});
