import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { fencedBlocks, npmScripts, relativeLinks } from './markdown.js';

const documents = [...globSync('*.md'), ...globSync('docs/**/*.md')].map((path) => ({ path, text: readFileSync(path, 'utf8') }));
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };

describe('the documents', () => {
  it('link to what is there', () => {
    const broken = documents.flatMap(({ path, text }) =>
      relativeLinks(text).filter((link) => !existsSync(join(dirname(path), link))).map((link) => `${path}: ${link}`),
    );
    expect(broken).toEqual([]);
  });

  const blocksIn = (language: string) =>
    documents.flatMap(({ path, text }) => fencedBlocks(text).flatMap(({ info, text: block }) => (info[0] === language ? [{ path, block }] : [])));

  it('show JSON that is JSON', () => {
    const blocks = blocksIn('json');
    for (const { block } of blocks) expect(() => JSON.parse(block) as unknown).not.toThrow();
    expect(blocks.length).toBeGreaterThan(3);
  });

  it('show commands that a shell can read', () => {
    const blocks = blocksIn('sh');
    for (const { block } of blocks) expect(() => execFileSync('bash', ['-n'], { input: block, stdio: 'pipe' })).not.toThrow();
    expect(blocks.length).toBeGreaterThan(10);
  });

  it('name scripts that are there', () => {
    const named = documents.flatMap(({ path, text }) => npmScripts(text).map((name) => ({ path, name })));
    expect(named.filter(({ name }) => !(name in scripts))).toEqual([]);
    expect(named.length).toBeGreaterThan(10);
  });

  it('tell contributors of every script', () => {
    const told = new Set(npmScripts(readFileSync('CONTRIBUTING.md', 'utf8')));
    expect(Object.keys(scripts).filter((name) => !name.startsWith('pre') && !told.has(name))).toEqual([]);
  });
});
