import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

const dockerfile = readFileSync('Dockerfile', 'utf8');
const [, , runStage = ''] = dockerfile.split(/^FROM /m);
const packageJson = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly scripts: Readonly<Record<string, string>> };
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { readonly packages: Readonly<Record<string, { readonly version: string }>> };

/** The rest of the lines that begin with this instruction. */
const instructions = (name: string, text = dockerfile): string[] =>
  [...text.matchAll(new RegExp(`^${name} (.*)$`, 'gm'))].map(([, rest = '']) => rest);

describe('Dockerfile', () => {
  it('builds and runs on the version of Node that the specs run on', () => {
    expect(instructions('ARG')).toEqual([`NODE_IMAGE=node:${lock.packages['node_modules/node']?.version}-bookworm-slim`]);
    expect(dockerfile.match(/^FROM .*$/gm)).toEqual(['FROM ${NODE_IMAGE} AS build', 'FROM ${NODE_IMAGE}']);
  });

  it('has everything in its build that the build script reads', () => {
    const allowed = readFileSync('.dockerignore', 'utf8').split('\n').filter((line) => line.startsWith('!')).map((line) => line.slice(1));
    const folders = /^swc (.*?) --/.exec(packageJson.scripts.build ?? '')?.[1]?.split(' ') ?? [];
    expect(folders).not.toEqual([]);
    expect(allowed).toEqual(expect.arrayContaining([...folders, 'package.json', 'package-lock.json', '.swcrc']));
    for (const path of allowed) expect([path, existsSync(path)]).toEqual([path, true]);
  });

  it('copies the code that runs, and packages without those for development', () => {
    expect(dockerfile).toContain('npm prune --omit=dev');
    const copied = instructions('COPY --from=build', runStage).map((line) => line.split(' ')[0]);
    expect(copied).toEqual(['/build/package.json', '/build/node_modules', '/build/dist/apps', '/build/dist/libs']);
  });

  it('runs as a user that is not root, an app that there is', () => {
    expect(instructions('USER', runStage)).toEqual(['node']);
    const [command = '[]'] = instructions('CMD', runStage);
    const [program, file = ''] = JSON.parse(command) as string[];
    expect(program).toBe('node');
    expect(existsSync(file.replace(/^dist\//, '').replace(/\.js$/, '.ts'))).toBe(true);
  });

  it('asks whether the process lives, not whether its engines do', () => {
    expect(runStage).toMatch(/HEALTHCHECK[^]*CMD \["node", "-e", "fetch\(`http:\/\/127\.0\.0\.1:\$\{process\.env\.PORT\}\/livez`\)/);
  });
});
