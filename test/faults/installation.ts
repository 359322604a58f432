import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ENGINE_NAMES, type EngineName, type Engines, startEngines, stopEngines } from '../engines/engines.js';
import type { EngineServer } from '../engines/engine-server.js';
import { type App, appProgram, APPS } from '../support/distributed-setup.js';
import { eventually } from '../support/eventually.js';
import { serviceSettings } from '../support/service.js';
import { Readiness } from './readiness.js';
import { SupervisedProcess } from './supervised-process.js';

/** How many there are of each process. */
const INSTANCES = 2;

const READY_WITHIN_MS = 180_000;
const LOOK_EVERY_MS = 300;

/** Casetrail as companies run it: two of each process, on EventStoreDB, MongoDB and Kafka, all of them to be killed. */
export class Installation {
  readonly #processes: ReadonlyMap<App, readonly SupervisedProcess[]>;

  private constructor(
    private readonly folder: string,
    private readonly engines: Engines,
  ) {
    const settings = {
      NODE_COMPILE_CACHE: join(folder, 'compile-cache'),
      EVENT_STORE_URL: this.eventStoreUrl,
      READ_STORE_URL: this.readStoreUrl,
      BLOB_STORE_URL: `${this.readStoreUrl}-documents`,
      BROKER_URL: this.brokerUrl,
    };
    this.#processes = new Map(
      APPS.map((app) => [app, Array.from({ length: INSTANCES }, (_, index) => this.process(app, index + 1, settings))]),
    );
  }

  /**
   * Resolves when everything is ready.
   * @param folder an empty one, for data and logs.
   * @param signal gives it up.
   */
  static async started(folder: string, signal: AbortSignal): Promise<Installation> {
    mkdirSync(join(folder, 'engines'));
    const engines = await startEngines(join(folder, 'engines'));
    const installation = new Installation(folder, engines);
    try {
      for (const name of ENGINE_NAMES) installation.engine(name);
      // The second ones are not in the way of the first ones while those start.
      for (let instance = 0; instance < INSTANCES; instance++) await installation.start(instance, signal);
    } catch (error) {
      await installation.dispose();
      throw error;
    }
    return installation;
  }

  get eventStoreUrl(): string {
    return this.engines.eventStore.url;
  }

  get readStoreUrl(): string {
    return `${this.engines.mongodb.url}/casetrail`;
  }

  get brokerUrl(): string {
    return this.engines.kafka.url;
  }

  /** Where the logs of the processes are. */
  get logs(): string {
    return join(this.folder, 'logs');
  }

  get processes(): readonly SupervisedProcess[] {
    return [...this.#processes.values()].flat();
  }

  of(app: App): readonly SupervisedProcess[] {
    return this.#processes.get(app) ?? [];
  }

  /** @throws Error when it is not ours: a server that was there already is nothing to be killed. */
  engine(name: EngineName): EngineServer {
    const { server } = this.engines[name];
    if (server === undefined) throw new Error(`${name} was not started here: it will not be killed.`);
    return server;
  }

  /** Ends the processes in order; what is wrong with that. */
  async stop(): Promise<readonly string[]> {
    const exitCodes = await Promise.all(this.processes.map(async (process) => [process.name, await process.stop()] as const));
    return exitCodes.filter(([, exitCode]) => exitCode !== 0).map(([name, exitCode]) => `the last stop of ${name} ended with exit code ${exitCode}`);
  }

  /** Ends everything at once. Data and logs stay. */
  async dispose(): Promise<void> {
    await Promise.all(this.processes.map((process) => process.stop('SIGKILL')));
    await stopEngines(this.engines, { keepLogs: true });
  }

  /** Starts the n-th of each process. Resolves when all that were started are ready. */
  private async start(instance: number, signal: AbortSignal): Promise<void> {
    for (const instances of this.#processes.values()) instances[instance]?.start();
    const started = [...this.#processes.values()].flatMap((instances) => instances.slice(0, instance + 1));
    const readiness = new Readiness(started);
    await eventually(
      async () => {
        const missing = signal.aborted ? [] : await readiness.missing();
        if (missing.length > 0) throw new Error(`Not ready within ${READY_WITHIN_MS / 1_000} s: ${missing.join(', ')}`);
      },
      { withinMs: READY_WITHIN_MS, everyMs: LOOK_EVERY_MS },
    );
    signal.throwIfAborted();
  }

  private process(app: App, number: number, env: Readonly<Record<string, string>>): SupervisedProcess {
    const name = `${app} ${number}`;
    const dataDir = join(this.folder, `${app}-${number}`);
    mkdirSync(dataDir, { recursive: true });
    mkdirSync(this.logs, { recursive: true });
    const log = join(this.logs, `${app}-${number}.log`);
    return new SupervisedProcess(name, appProgram(app, dataDir, { ...serviceSettings(dataDir), ...env }), (text) => {
      appendFileSync(log, text);
    });
  }
}
