import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { API_VERSIONS } from '#http';
import { tableProblems } from './field-table.js';
import { samples } from './samples.js';

const FOLDER = pathToFileURL(`${process.cwd()}/test/compat/golden/`);

describe.each(API_VERSIONS)('version %d', (version) => {
  const shown = samples(version);

  it.each(Object.entries(shown))('shows %s as it always has, to the byte', async (name, { body }) => {
    const file = new URL(`v${version}/${name}.json`, FOLDER);
    const text = `${JSON.stringify(await body, null, 2)}\n`;
    // A shape is only ever written here when it is new; a change of one that clients know is to be seen in a review.
    if (!existsSync(file) && process.env.CI === undefined) {
      mkdirSync(new URL('.', file), { recursive: true });
      writeFileSync(file, text);
    }
    expect(text).toBe(readFileSync(file, 'utf8'));
  });

  it.each(Object.entries(shown))('shows %s as its clients know it', async (_, { body, table }) => {
    expect(tableProblems(await body, table)).toEqual([]);
  });

  it('has a golden file of nothing else', () => {
    expect(readdirSync(new URL(`v${version}/`, FOLDER)).sort()).toEqual(Object.keys(shown).map((name) => `${name}.json`).sort());
  });
});

describe('a table of fields', () => {
  it.each([
    ['a field out of order', { b: 1, a: 'x' }],
    ['a field too many', { a: 'x', b: 1, c: null }],
    ['a field that is missing', { a: 'x' }],
    ['another type', { a: 'x', b: '1' }],
    ['null where there has to be a value', { a: null, b: 1 }],
  ])('sees %s', (_, body) => {
    expect(tableProblems(body, { a: 'text', b: 'integer' })).not.toEqual([]);
  });
});
