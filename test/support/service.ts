import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { EventStore } from '#event-sourcing';
import { openSqliteEventStoreReader } from '#event-store';
import { ApiClient } from './api-client.js';

/** The credentials that every service of the specs has. */
export const CLIENT = { id: '11111111-1111-4111-8111-111111111111', secret: 'a-secret-of-the-specs' } as const;
export const WEBHOOK_SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

const MAIN = resolve('dist/apps/standalone/src/main.js');
const READY = /Casetrail is ready at (http:\/\/\S+)/;

/** The service ended before it was ready, or was ended on the way. */
export class ServiceEndedError extends Error {
  override readonly name = 'ServiceEndedError';
  constructor(readonly exitCode: number | null, readonly output: string) {
    super(`The service ended with exit code ${exitCode}:\n${output}`);
  }
}

/**
 * Casetrail as operators run it: a process of its own, on a port of its own, with its data in a folder of its own. The
 * one place that knows how the service is made of processes and stores; specs know its URL and its log.
 */
export class Service {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'casetrail-'));
  readonly api = new ApiClient(() => this.url, CLIENT);
  #process: ChildProcess | undefined;
  #url: string | undefined;
  #output = '';

  /** @param env settings beside those that every service of the specs has. */
  constructor(private readonly env: Readonly<Record<string, string>> = {}) {}

  /** A service that is ready. */
  static async started(env: Readonly<Record<string, string>> = {}): Promise<Service> {
    const service = new Service(env);
    await service.start();
    return service;
  }

  /** Where it is. */
  get url(): string {
    if (this.#url === undefined) throw new Error('The service is not running.');
    return this.#url;
  }

  /** Whether it was ready and has not ended since, as far as is known. */
  get running(): boolean {
    return this.#url !== undefined;
  }

  /** Everything that it has printed since it was made, its log among it. */
  get output(): string {
    return this.#output;
  }

  /**
   * Resolves when it is ready.
   * @throws ServiceEndedError
   */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [MAIN], {
      cwd: this.dataDir,
      env: {
        PATH: process.env.PATH,
        PORT: '0',
        DATA_DIR: this.dataDir,
        CASETRAIL_CLIENT_ID: CLIENT.id,
        CASETRAIL_CLIENT_SECRET: CLIENT.secret,
        CASETRAIL_WEBHOOK_SECRET: WEBHOOK_SECRET,
        WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8',
        LOG_FORMAT: 'json',
        ...this.env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = child;
    const printed = this.#output.length;
    await new Promise<void>((resolve, reject) => {
      const listen = (text: string): void => {
        this.#output += text;
        const url = READY.exec(this.#output.slice(printed))?.[1];
        if (url === undefined || this.#process !== child) return;
        this.#url = url;
        resolve();
      };
      child.stdout.setEncoding('utf8').on('data', listen);
      child.stderr.setEncoding('utf8').on('data', listen);
      child.once('error', reject);
      child.once('close', (code) => {
        if (this.#process === child) this.#url = undefined;
        reject(new ServiceEndedError(code, this.#output.slice(printed)));
      });
    });
  }

  /** Asks it to end, as an operator does (SIGTERM), and gives its exit code. */
  stop(): Promise<number | null> {
    return this.end('SIGTERM');
  }

  /** Ends it as a power cut does: at once, with nothing finished (SIGKILL). */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Stops it and starts it on the same data. */
  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** The log of everything that happened, for reading; beside a running service, too. Close it afterwards. */
  openLog(): EventStore {
    return openSqliteEventStoreReader(join(this.dataDir, 'events.db'));
  }

  /** Ends it and removes its data. */
  async dispose(): Promise<void> {
    await this.kill();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  private async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    const child = this.#process;
    this.#process = undefined;
    if (child === undefined) return null;
    this.#url = undefined;
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const closed = once(child, 'close');
    child.kill(signal);
    await closed;
    return child.exitCode;
  }
}
