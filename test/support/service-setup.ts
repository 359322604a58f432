import type { EventStore } from '#event-sourcing';
import type { ServiceProgram } from './service-process.js';

/** What the service is made of. */
export interface ServiceSetup {
  /** As BROKER_URL has it: for those who talk to the service by message. */
  readonly brokerUrl: string;
  /** Makes ready what its processes need beside their own data; called before each start. */
  prepare(): Promise<void>;
  /**
   * Its processes, in the order of which none needs another: all are started at once. The first one serves the API and
   * says where it is.
   */
  programs(): readonly ServiceProgram[];
  /** The event store, for writing, while the service is not running. */
  openEventStore(): Promise<EventStore>;
  /** The log, for reading. */
  openLog(): Promise<EventStore>;
  /** Removes what it has left in servers that others use too. Its processes have ended; its folder is removed afterwards. */
  dispose(): Promise<void>;
}
