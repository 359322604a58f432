import { holdLease, type Logger, type ProjectionStore } from '#event-sourcing';
import type { OneAtATime } from './background-part.js';

/** For the one process that there is: it is always its turn. */
export const alone =
  (signal: AbortSignal): OneAtATime =>
  async (name, work) => {
    await work({ signal });
    if (!signal.aborted) throw new Error(`${name} has ended by itself.`);
  };

export interface InTurnSettings {
  readonly store: ProjectionStore;
  /** Differs from that of every other process, now or ever. */
  readonly holder: string;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  /** Told when a turn begins and when it ends. */
  readonly onTurn: (name: string, held: boolean) => void;
}

/** For processes of which there may be several: a lease in the read store says whose turn it is. */
export const inTurn =
  ({ onTurn, ...settings }: InTurnSettings): OneAtATime =>
  async (name, work) => {
    await holdLease(
      {
        ...settings,
        name,
        onChange: (held) => {
          onTurn(name, held);
        },
      },
      work,
    );
  };
