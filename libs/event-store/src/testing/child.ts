import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** Another process of Node. */
export interface Child {
  readonly process: ChildProcess;
  /** What it prints, line by line, until it ends. */
  readonly lines: AsyncIterableIterator<string>;
  /** Ends it as a power cut would: at once, without a word to it. */
  kill(): Promise<void>;
}

/**
 * Runs the text of a module in a process of its own. It imports what was built (`#event-store` is `dist/` outside of Jest),
 * which is why `npm test` builds first.
 */
export function runModule(source: string, ...args: readonly string[]): Child {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', source, '--', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const ended = once(child, 'exit');
  return {
    process: child,
    lines: createInterface({ input: child.stdout })[Symbol.asyncIterator](),
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
