import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventStore } from '#event-sourcing';
import { ApiClient } from './api-client.js';
import { distributedSetup } from './distributed-setup.js';
import { embeddedSetup } from './embedded-setup.js';
import { ServiceEndedError, ServiceProcess } from './service-process.js';
import type { ServiceSetup } from './service-setup.js';

export { ServiceEndedError };

/** The credentials that every service of the specs has. */
export const CLIENT = { id: '11111111-1111-4111-8111-111111111111', secret: 'a-secret-of-the-specs' } as const;
export const WEBHOOK_SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

/** The settings that every service of the specs has. */
export const serviceSettings = (dataDir: string): Readonly<Record<string, string>> => ({
  PORT: '0',
  DATA_DIR: dataDir,
  CASETRAIL_CLIENT_ID: CLIENT.id,
  CASETRAIL_CLIENT_SECRET: CLIENT.secret,
  CASETRAIL_WEBHOOK_SECRET: WEBHOOK_SECRET,
  WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8',
  LOG_FORMAT: 'json',
});

/**
 * Casetrail as operators run it: in processes of its own, on ports of its own, with data of its own. With
 * `CASETRAIL_SETUP=processes` it is six processes on the engines that `test/engines` starts, else one process on the
 * embedded ones. Specs know its URL and its log.
 */
export class Service {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'casetrail-'));
  readonly api = new ApiClient(() => this.url, CLIENT);
  readonly #setup: ServiceSetup;
  #processes: readonly ServiceProcess[] = [];
  /** Counts starts and ends, so that a start sees when it was overtaken by an end. */
  #life = 0;
  #url: string | undefined;
  #output = '';

  /** @param env settings beside those that every service of the specs has. */
  constructor(env: Readonly<Record<string, string>> = {}) {
    const setup = process.env.CASETRAIL_SETUP === 'processes' ? distributedSetup : embeddedSetup;
    this.#setup = setup(this.dataDir, { ...serviceSettings(this.dataDir), ...env });
  }

  /** A service that is ready. */
  static async started(env: Readonly<Record<string, string>> = {}): Promise<Service> {
    const service = new Service(env);
    try {
      await service.start();
      return service;
    } catch (error) {
      await service.dispose();
      throw error;
    }
  }

  /** Where it is. */
  get url(): string {
    if (this.#url === undefined) throw new Error('The service is not running.');
    return this.#url;
  }

  /** Whether it was ready and nothing of it has ended since, as far as is known. */
  get running(): boolean {
    return this.#url !== undefined && this.#processes.every(({ running }) => running);
  }

  /** The broker, as BROKER_URL has it. */
  get brokerUrl(): string {
    return this.#setup.brokerUrl;
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
    const life = ++this.#life;
    await this.#setup.prepare();
    if (life !== this.#life) throw new ServiceEndedError(null, '');
    const processes = this.#setup.programs().map((program) => new ServiceProcess(program, (text) => {
      this.#output += text;
    }));
    this.#processes = processes;
    try {
      const [url] = await Promise.all(processes.map(({ ready }) => ready));
      if (life === this.#life) this.#url = url;
    } catch (error) {
      await Promise.all(processes.map((each) => each.end('SIGKILL')));
      throw error;
    }
  }

  /** Asks it to end, as an operator does (SIGTERM), and gives its exit code: of several, the first that is not 0. */
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

  /** The event store, for writing: before the service is started, or while it is stopped. Close it afterwards. */
  openEventStore(): Promise<EventStore> {
    return this.#setup.openEventStore();
  }

  /** The log of everything that happened, for reading; beside a running service, too. Close it afterwards. */
  openLog(): Promise<EventStore> {
    return this.#setup.openLog();
  }

  /** Ends it and removes its data. */
  async dispose(): Promise<void> {
    await this.kill();
    await this.#setup.dispose();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  private async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    this.#life++;
    const processes = this.#processes;
    this.#processes = [];
    this.#url = undefined;
    const codes = await Promise.all(processes.map((each) => each.end(signal)));
    return codes.find((code) => code !== 0) ?? (codes.length === 0 ? null : 0);
  }
}
