import { setTimeout as delay } from 'node:timers/promises';
import { pick, type Random } from '../load/random.js';
import type { EngineName } from '../engines/engines.js';
import type { App } from '../support/distributed-setup.js';
import type { Span } from './frozen-answers.js';
import type { Installation } from './installation.js';

/** What is killed and frozen. */
export const TARGETS = ['api', 'projector', 'relay', 'webhooks', 'kafka', 'event-store', 'mongodb'] as const;
export type TargetName = (typeof TARGETS)[number];

const ENGINE_OF: Readonly<Partial<Record<TargetName, EngineName>>> = { kafka: 'kafka', 'event-store': 'eventStore', mongodb: 'mongodb' };

/** The longest time for which a killed engine is away before it is started again. */
const LONGEST_ABSENCE_MS = 1_000;

/** Something that can be killed and frozen. */
export interface Target {
  readonly name: TargetName;
  /** Ends it at once (SIGKILL) and sees that it is started again; gives the moment from which on it is to be well again. */
  kill(random: Random): Promise<number>;
  /** Stops it where it stands (SIGSTOP) for some time. */
  freeze(milliseconds: number, random: Random): Promise<Span>;
}

export function targetOf(name: TargetName, installation: Installation): Target {
  const engine = ENGINE_OF[name];
  return engine === undefined ? processTarget(name, name as App, installation) : engineTarget(name, engine, installation);
}

/** One of the processes of a kind, any of them. Another one is there, so that it is to be well again from the kill on. */
function processTarget(name: TargetName, app: App, installation: Installation): Target {
  return {
    name,
    async kill(random) {
      const at = performance.now();
      await pick(installation.of(app), random).kill();
      return at;
    },
    async freeze(milliseconds, random) {
      const process = pick(installation.of(app), random);
      return spanOf(milliseconds, async () => { process.freeze(); }, async () => { process.resume(); });
    },
  };
}

/** A server; there is only one. It is to be well again when it answers. */
function engineTarget(name: TargetName, engine: EngineName, installation: Installation): Target {
  const server = installation.engine(engine);
  return {
    name,
    async kill(random) {
      await server.kill();
      await delay(random() * LONGEST_ABSENCE_MS);
      await server.start();
      return performance.now();
    },
    freeze: (milliseconds) => spanOf(milliseconds, () => server.freeze(), () => server.resume()),
  };
}

async function spanOf(milliseconds: number, freeze: () => Promise<void>, resume: () => Promise<void>): Promise<Span> {
  await freeze();
  const from = performance.now();
  await delay(milliseconds);
  const to = performance.now();
  await resume();
  return { from, to };
}
