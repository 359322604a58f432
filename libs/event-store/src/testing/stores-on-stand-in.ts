import type { EventStore } from '#event-sourcing';
import type { EventStoreDbServer } from '../../../../test/support/eventstoredb-server/index.js';
import { openEventStoreDb } from '../eventstoredb/open.js';
import { eventually } from './eventually.js';
import { newEvents } from './new-events.js';
import { type StandIn, standIn } from './stand-in.js';

/** A stand-in for EventStoreDB, and the stores that a spec has opened on it. */
export class StoresOnStandIn {
  private readonly stores: EventStore[] = [];

  private constructor(readonly server: StandIn) {}

  static async begun(): Promise<StoresOnStandIn> {
    return new StoresOnStandIn(await standIn());
  }

  get url(): string {
    return this.server.server.url;
  }

  /** What goes wrong there. */
  get faults(): EventStoreDbServer['faults'] {
    return this.server.server.faults;
  }

  /** @param deadline how long a call may take, in milliseconds. */
  open({ url = this.url, deadline = 4_000 } = {}): EventStore {
    const store = openEventStoreDb(`${url}&defaultDeadline=${deadline}`);
    this.stores.push(store);
    return store;
  }

  /** For calls that are not answered: connected already, so that it does not wait for that. */
  async openImpatient(): Promise<EventStore> {
    const store = this.open({ deadline: 200 });
    await eventually(() => store.append(`case-acme.${this.stores.length}`, 'any', newEvents(1)));
    return store;
  }

  /** Closes all that was opened, for what other servers end with. */
  async closeStores(): Promise<void> {
    await Promise.all(this.stores.splice(0).map((store) => store.close()));
  }

  async end(): Promise<void> {
    this.faults.clear();
    await this.closeStores();
    await this.server.dispose();
  }
}

/** The ids of a stream's events. */
export const idsIn = async (store: EventStore, stream: string): Promise<string[]> => (await store.readStream(stream)).map(({ id }) => id);
