import type { Broker } from '#broker';
import type { Term } from '#event-sourcing';
import type { Platform } from '#platform';
import type { AllStores } from './stores.module.js';

/** A turn at what only one may do at a time; without a token where there is nobody else. */
export type Turn = Pick<Term, 'signal'> & Partial<Pick<Term, 'token'>>;

/** Does some work whenever it is this process's turn, until the process ends. */
export type OneAtATime = (name: string, work: (turn: Turn) => Promise<void>) => Promise<void>;

/** What the parts of the background work with. */
export interface Background {
  readonly platform: Platform;
  readonly stores: AllStores;
  readonly broker: Broker;
  readonly oneAtATime: OneAtATime;
  /** Ends the background. */
  readonly signal: AbortSignal;
}

/** Something that follows from events. Ends, with nothing half done, once the signal is aborted. */
export type BackgroundPart = (background: Background) => Promise<void>;
