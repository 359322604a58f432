import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve as resolvePath } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A program of the service, and how one sees that it is ready. */
export interface ServiceProgram {
  /** The compiled file. */
  readonly main: string;
  readonly args?: readonly string[];
  /** Its whole environment, beside the path. */
  readonly env: Readonly<Record<string, string>>;
  /** Its working directory. */
  readonly folder: string;
  /** What it prints when it is ready; its first group, if it has one, is where it is. */
  readonly ready: RegExp;
}

const END_WITH_PARENT = pathToFileURL(resolvePath('dist/test/support/end-with-parent.js')).href;

/** The service ended before it was ready, or was ended on the way. */
export class ServiceEndedError extends Error {
  override readonly name = 'ServiceEndedError';
  constructor(readonly exitCode: number | null, readonly output: string) {
    super(`The service ended with exit code ${exitCode}:\n${output}`);
  }
}

/** One process of the service. It does not outlive the process that started it. */
export class ServiceProcess {
  /** Where it is, once it is ready. Rejects with ServiceEndedError when it ends before. */
  readonly ready: Promise<string>;
  readonly #child: ChildProcess;

  /** @param onOutput told everything that it prints. */
  constructor({ main, args = [], env, folder, ready }: ServiceProgram, onOutput: (text: string) => void) {
    const child = spawn(process.execPath, ['--import', END_WITH_PARENT, main, ...args], {
      cwd: folder,
      env: { PATH: process.env.PATH, ...env },
      stdio: 'pipe',
    });
    this.#child = child;
    this.ready = new Promise((resolve, reject) => {
      let output = '';
      const listen = (text: string): void => {
        output += text;
        onOutput(text);
        const told = ready.exec(output);
        if (told !== null) resolve(told[1] ?? '');
      };
      child.stdout.setEncoding('utf8').on('data', listen);
      child.stderr.setEncoding('utf8').on('data', listen);
      child.once('error', reject);
      child.once('close', (code) => {
        reject(new ServiceEndedError(code, output));
      });
    });
  }

  /** Whether it has not ended, as far as is known. */
  get running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Stops it where it stands (SIGSTOP): connections stay open, and nothing is answered. */
  freeze(): void {
    this.#child.kill('SIGSTOP');
  }

  /** Lets it go on after `freeze` (SIGCONT). */
  resume(): void {
    this.#child.kill('SIGCONT');
  }

  /** Resolves when it has ended, whoever ended it. */
  get ended(): Promise<number | null> {
    return this.running ? once(this.#child, 'close').then(() => this.#child.exitCode) : Promise.resolve(this.#child.exitCode);
  }

  /** Sends it a signal if it runs, and resolves with its exit code when it has ended: null when the signal ended it. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    if (this.running) {
      const closed = once(this.#child, 'close');
      this.#child.kill(signal);
      await closed;
    }
    return this.#child.exitCode;
  }
}
