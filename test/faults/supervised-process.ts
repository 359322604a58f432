import { setTimeout as delay } from 'node:timers/promises';
import { type ServiceProgram, ServiceProcess } from '../support/service-process.js';

/** A process that ends by itself is started again after so long, as supervisors do. */
const PAUSE_AFTER_END_MS = 500;

/** A process that is started again whenever it ends, until it is stopped: what systemd or Kubernetes do for it. */
export class SupervisedProcess {
  /** How often it ended without being killed from here or stopped. */
  endings = 0;
  #process: ServiceProcess | undefined;
  #url: string | undefined;
  #frozen = false;
  #wanted = false;
  #supervision: Promise<void> | undefined;

  /**
   * @param name for people, such as `relay 2`.
   * @param onOutput told everything that it prints.
   */
  constructor(readonly name: string, private readonly program: ServiceProgram, private readonly onOutput: (text: string) => void) {}

  /** Where it is; undefined while it is not ready. */
  get url(): string | undefined {
    return this.#url;
  }

  get frozen(): boolean {
    return this.#frozen;
  }

  /** Ends it at once (SIGKILL). It is started again at once. */
  async kill(): Promise<void> {
    this.#url = undefined;
    await this.#process?.end('SIGKILL');
  }

  /** Stops it where it stands (SIGSTOP). */
  freeze(): void {
    this.#frozen = true;
    this.#process?.freeze();
  }

  /** Lets it go on after `freeze` (SIGCONT). */
  resume(): void {
    this.#process?.resume();
    this.#frozen = false;
  }

  /** Starts it, also after `stop`. */
  start(): void {
    this.#wanted = true;
    this.#supervision = this.supervise();
  }

  /** Ends it, and does not start it again; its exit code, null for one that a signal ended. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<number | null> {
    this.#wanted = false;
    this.#url = undefined;
    const exitCode = (await this.#process?.end(signal)) ?? null;
    await this.#supervision;
    return exitCode;
  }

  private isWanted(): boolean {
    return this.#wanted;
  }

  private async supervise(): Promise<void> {
    while (this.isWanted()) {
      const process = new ServiceProcess(this.program, this.onOutput);
      this.#process = process;
      process.ready.then(
        (url) => {
          if (this.#process === process && process.running) this.#url = url;
        },
        // It ended before that: `ended` tells.
        () => undefined,
      );
      const exitCode = await process.ended;
      this.#url = undefined;
      if (exitCode === null || !this.isWanted()) continue;
      this.endings++;
      await delay(PAUSE_AFTER_END_MS);
    }
  }
}
