import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { delimiter } from 'node:path';
import { eventually } from '../support/eventually.js';

/** A shell that lines are pasted into, with the environment of somebody who has just opened one. */
export class Terminal {
  private readonly shell: ChildProcessWithoutNullStreams;
  private pasted = 0;
  private printed = '';

  constructor(folder: string, env: Readonly<Record<string, string>> = {}) {
    // A group of its own, so that everything that was started in it can be ended with it.
    this.shell = spawn('bash', { cwd: folder, env: { PATH: pathOfUser(), HOME: process.env.HOME, ...env }, detached: true });
    for (const stream of [this.shell.stdout, this.shell.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.printed += text;
      });
    }
  }

  /** Everything that was printed so far. */
  get output(): string {
    return this.printed;
  }

  /** Pastes a block that does not end by itself. */
  paste(block: string): void {
    // What is started must not take what is pasted for its own input.
    this.shell.stdin.write(`{\n${block}\n} < /dev/null\n`);
  }

  /** Pastes a block and gives what it printed, when it has ended. */
  async run(block: string): Promise<string> {
    const mark = `--- block ${++this.pasted} has ended ---`;
    const before = this.printed.length;
    this.paste(`${block}\necho '${mark}'`);
    const printed = await eventually(() => {
      const end = this.printed.indexOf(mark, before);
      if (end < 0) throw new Error(`Not ended yet:\n${block}\n${this.printed.slice(before)}`);
      return this.printed.slice(before, end);
    }, { withinMs: 30_000 });
    return printed;
  }

  /** Ends the shell and everything that was started in it. */
  async close(): Promise<void> {
    if (this.shell.pid === undefined || this.shell.exitCode !== null || this.shell.signalCode !== null) return;
    const closed = once(this.shell, 'close');
    process.kill(-this.shell.pid, 'SIGTERM');
    await closed;
  }
}

/** Without what npm puts before it for the scripts that it runs: a user's shell finds the user's own Node. */
const pathOfUser = (): string =>
  (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules')).join(delimiter);
