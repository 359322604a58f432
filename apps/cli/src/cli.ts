import type { Clock, Ids, Timer } from '#event-sourcing';
import type { Settings } from '#platform';
import type { Terminal } from './terminal.js';

/** What commands work with. */
export interface Cli {
  readonly terminal: Terminal;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly ids: Ids;
  readonly fetch: typeof fetch;
  /** What is piped in, to its end: secrets come this way, and never as arguments, which every process can see. */
  readonly input: () => Promise<string>;
  /**
   * The settings of the service, from the same environment; read when a command needs them, so that help is there always.
   * @throws SettingsError
   */
  settings(): Settings;
}

/** What every command can be asked for: its result as JSON, and nothing else on standard output. */
export interface JsonOption {
  readonly json?: true;
}

/** What every command can be told that changes something through the API. */
export interface KeyOption {
  /** The key of an earlier run that got no answer. */
  readonly idempotencyKey?: string;
}

/** Writes a result for machines. */
export const writeJson = ({ terminal }: Cli, result: unknown): void => {
  terminal.out(`${JSON.stringify(result, null, 2)}\n`);
};
