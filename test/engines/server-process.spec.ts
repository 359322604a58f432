import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freePort } from './free-port.js';
import { isRunning, killServer, ServerProcess, type ServerProgram, ServerStartError } from './server-process.js';

/** Answers with the folder that it was given, and says in its log that it has begun. */
const SERVER = `
  console.log('begun');
  require('node:http').createServer((_, response) => response.end(process.argv[1])).listen(process.argv[2], '127.0.0.1');
`;

let home: string;
let folder: string;
let port: number;
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'server-process-'));
  folder = join(home, 'data');
  mkdirSync(folder);
  port = await freePort();
});
afterEach(async () => {
  await killServer(folder);
  rmSync(home, { recursive: true });
});

const ask = async (withinMs = 10_000): Promise<string> => (await fetch(`http://127.0.0.1:${port}`, { signal: AbortSignal.timeout(withinMs) })).text();
const program = (source: string): ServerProgram => ({
  name: 'The server',
  command: process.execPath,
  args: ['-e', source, folder, String(port)],
  folder,
  logFile: join(home, 'server.log'),
  probe: async () => {
    await ask();
  },
});

describe('a server of specs', () => {
  it('answers once it is started, is gone once it is killed, and comes back where it was', async () => {
    const server = await ServerProcess.started(program(SERVER));
    expect([await ask(), await isRunning(folder)]).toEqual([folder, true]);
    await server.kill();
    expect(await isRunning(folder)).toBe(false);
    await expect(ask()).rejects.toThrow();
    await server.start();
    expect(await ask()).toBe(folder);
    expect(readFileSync(join(home, 'server.log'), 'utf8')).toBe('begun\nbegun\n');
  });

  it('is silent while it is frozen, goes on afterwards, and can be killed while it is frozen', async () => {
    const server = await ServerProcess.started(program(SERVER));
    await server.freeze();
    await expect(ask(200)).rejects.toThrow('timeout');
    await server.resume();
    expect(await ask()).toBe(folder);
    await server.freeze();
    await server.kill();
    expect(await isRunning(folder)).toBe(false);
  });

  it('that ends instead of answering is told, with what it printed', async () => {
    const starting = ServerProcess.started(program("console.log('no room'); process.exit(1)"));
    await expect(starting).rejects.toThrow(ServerStartError);
    await expect(starting).rejects.toThrow(/^The server ended while it started\. Its log is kept in .*server\.log and ends so:\nno room/);
  });

  it('is not taken for another process that got its number', async () => {
    writeFileSync(join(folder, 'pid'), String(process.pid));
    expect(await isRunning(folder)).toBe(false);
    await killServer(folder);
  });
});
