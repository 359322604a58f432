import { openBlobStore } from '#blob-store/engines';
import { openBroker } from '#broker/engines';
import { openEventStore } from '#event-store';
import { openReadStore } from '#read-store/engines';
import type { Engines } from '../engines.js';

/** Every engine that there is, chosen by the scheme of its URL. */
export const engines: Engines = { openEventStore, openReadStore, openBlobStore, openBroker };
