import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { EngineServer } from './engine-server.js';
import { runCommand } from './run-command.js';

/** Where a server keeps what it has. */
export interface ServerPlace {
  /** Of its data. */
  readonly folder: string;
  /** What it prints is appended to this file. */
  readonly logFile: string;
}

/** How a server is started, and how one knows that it answers. */
export interface ServerProgram extends ServerPlace {
  readonly name: string;
  readonly command: string;
  /** They name the server's folder, by which its process is told from any other that may get its number later. */
  readonly args: readonly string[];
  /** Asks the server something; rejects when it does not answer. */
  readonly probe: () => Promise<void>;
}

/** A server that can be started now. */
export interface PreparedServer {
  /** Where it will be. */
  readonly url: string;
  readonly program: ServerProgram;
}

const START_WITHIN_MS = 90_000;
const LOOK_AGAIN_MS = 50;

/** A server that did not come to answer, with the end of its log. */
export class ServerStartError extends Error {
  override readonly name = 'ServerStartError';
  constructor({ name, logFile }: ServerProgram, why: string, cause: unknown) {
    const log = readFileSync(logFile, 'utf8').split('\n').slice(-40).join('\n');
    super(`${name} ${why}. Its log is kept in ${logFile} and ends so:\n${log}`, { cause });
  }
}

/** A server in a process of its own, which outlives the one that started it. */
export class ServerProcess implements EngineServer {
  private constructor(private readonly program: ServerProgram) {}

  /** @throws ServerStartError */
  static async started(program: ServerProgram): Promise<ServerProcess> {
    const server = new ServerProcess(program);
    await server.start();
    return server;
  }

  /** @throws ServerStartError */
  async start(): Promise<void> {
    const { command, args, folder, logFile } = this.program;
    const log = openSync(logFile, 'a');
    const child = spawn(command, args, { detached: true, stdio: ['ignore', log, log] });
    closeSync(log);
    await once(child, 'spawn');
    child.unref();
    writeFileSync(pidFile(folder), String(child.pid));
    await this.answers();
  }

  async kill(): Promise<void> {
    await killServer(this.program.folder);
  }

  async freeze(): Promise<void> {
    await signalServer(this.program.folder, 'SIGSTOP');
  }

  async resume(): Promise<void> {
    await signalServer(this.program.folder, 'SIGCONT');
  }

  private async answers(): Promise<void> {
    const deadline = performance.now() + START_WITHIN_MS;
    for (;;) {
      try {
        await this.program.probe();
        return;
      } catch (error) {
        if (!(await isRunning(this.program.folder))) throw new ServerStartError(this.program, 'ended while it started', error);
        if (performance.now() > deadline) {
          await this.kill();
          throw new ServerStartError(this.program, `did not answer within ${START_WITHIN_MS / 1_000} s`, error);
        }
      }
      await delay(LOOK_AGAIN_MS);
    }
  }
}

/** Whether the server whose data is in this folder runs. */
export async function isRunning(folder: string): Promise<boolean> {
  return (await pidOf(folder)) !== undefined;
}

/** Ends the server whose data is in this folder at once, if it runs, and resolves when it is gone. */
export async function killServer(folder: string): Promise<void> {
  while (await signalServer(folder, 'SIGKILL')) await delay(LOOK_AGAIN_MS);
}

/** False when the server does not run. */
async function signalServer(folder: string, signal: NodeJS.Signals): Promise<boolean> {
  const pid = await pidOf(folder);
  try {
    return pid !== undefined && process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

/** The number of the server's process, when that is still the server and not one that got the number after it. */
async function pidOf(folder: string): Promise<number | undefined> {
  if (!existsSync(pidFile(folder))) return undefined;
  const pid = readFileSync(pidFile(folder), 'utf8');
  const commandLine = await runCommand('ps', ['-ww', '-o', 'command=', '-p', pid]).catch(() => '');
  return commandLine.includes(folder) ? Number(pid) : undefined;
}

function pidFile(folder: string): string {
  return join(folder, 'pid');
}
