import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFolderBlobStore } from '#blob-store/engines';
import { Projector } from '#event-sourcing';
import { FrailStore, InMemoryEventStore, ManualTime } from '#event-sourcing/testing';
import { createLogger, loadSettings, type Platform } from '#platform';
import { openSqliteReadStore } from '#read-store/engines';
import type { Background } from '../background-part.js';
import { alone } from '../one-at-a-time.js';
import { allProjections } from '../projections.js';
import { deleteWhatIsDue, removeBytesOfDeleted } from '../retention.process.js';
import { ApiOnStore, type SpecAnswer } from './api-on-store.js';

/** How often retention looks at what is due, in milliseconds. */
export const LOOK = 1_000;

/** The API, its read models and retention, whose clock stands still until a spec moves it. */
export class KeptService {
  readonly time = new ManualTime();
  private readonly store = new InMemoryEventStore();
  /** The event store as retention sees it. */
  readonly frail = new FrailStore(this.store);
  private readonly folder = mkdtempSync(join(tmpdir(), 'casetrail-spec-'));
  private readonly blobStore = openFolderBlobStore(join(this.folder, 'blobs'));
  private readonly readStore = openSqliteReadStore({ path: join(this.folder, 'read.db') });
  private readonly logger = createLogger(loadSettings({ LOG_LEVEL: 'silent' }));
  private readonly projectors = allProjections.map((projection) => ({
    sources: Object.keys(projection.sources),
    projector: new Projector({ projection, events: this.store, store: this.readStore, logger: this.logger, clock: this.time, timer: this.time }),
  }));
  private readonly ending = new AbortController();
  private readonly running: Promise<unknown>[] = [];
  private api: ApiOnStore | undefined;
  /** How many wait for time to pass when there is nothing to do. */
  private idle = 0;

  async start(): Promise<void> {
    this.api = await ApiOnStore.started(this.store, this.time, { blobStore: this.blobStore, readStore: this.readStore });
    this.running.push(...this.projectors.map(({ projector }) => projector.run(this.ending.signal)));
    await this.caughtUp();
    this.idle = this.time.waiting;
  }

  /** Retention, until it is stopped, as a process of its own. */
  retention(): { readonly stop: () => Promise<void> } {
    const stop = new AbortController();
    const { logger, time, readStore, blobStore } = this;
    const background = {
      platform: { logger, clock: time, timer: time } as unknown as Platform,
      stores: { eventStore: this.frail.store, readStore, blobStore },
      oneAtATime: alone(stop.signal),
      signal: stop.signal,
    } as unknown as Background;
    const work = Promise.all([deleteWhatIsDue(background), removeBytesOfDeleted(background)]);
    this.idle++;
    return {
      stop: async () => {
        this.idle--;
        stop.abort();
        await work;
      },
    };
  }

  /** Lets time pass, at the end of which retention looks, and waits until what follows from that has happened. */
  async pass(milliseconds: number): Promise<void> {
    await this.rest();
    this.time.advance(milliseconds);
    await this.rest();
  }

  async ask(...question: Parameters<ApiOnStore['ask']>): Promise<SpecAnswer> {
    if (!this.api) throw new Error('The service was not started.');
    return this.api.ask(...question);
  }

  /** How many documents have bytes. */
  get files(): number {
    return readdirSync(join(this.folder, 'blobs'), { recursive: true }).filter((name) => /[0-9a-f]{64}\.\d+$/.test(String(name))).length;
  }

  async dispose(): Promise<void> {
    this.ending.abort();
    await Promise.all(this.running);
    await this.api?.app.close();
    await this.readStore.close();
    rmSync(this.folder, { recursive: true });
  }

  private async rest(): Promise<void> {
    await this.caughtUp();
    while (this.time.waiting < this.idle) await soon();
    await this.caughtUp();
  }

  private async caughtUp(): Promise<void> {
    for (const { sources, projector } of this.projectors) {
      const [newest] = await this.store.readAll({ direction: 'backwards', filter: { categories: sources }, limit: 1 });
      if (newest) await projector.waitFor(newest.position);
    }
  }
}

const soon = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
