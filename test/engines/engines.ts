import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { eventStoreProgram } from './event-store.js';
import { kafkaProgram } from './kafka.js';
import { mongodbProgram } from './mongodb.js';
import { type PreparedServer, type ServerPlace, ServerProcess } from './server-process.js';

/** Each has a folder of its name. */
export const ENGINE_NAMES = ['kafka', 'mongodb', 'eventStore'] as const;
export type EngineName = (typeof ENGINE_NAMES)[number];

/** Each engine with the variable that tells specs where it is. */
export const URL_VARIABLES: Readonly<Record<EngineName, string>> = {
  kafka: 'KAFKA_URL',
  mongodb: 'MONGODB_URL',
  eventStore: 'EVENTSTOREDB_URL',
};

/** A server that specs talk to. */
export interface Engine {
  readonly url: string;
  /** The process that was started for it; undefined for a server that was there already, and is not ours to kill. */
  readonly server: ServerProcess | undefined;
}

/** The three servers, and where they keep what they have. */
export interface Engines extends Readonly<Record<EngineName, Engine>> {
  readonly folder: string;
  /** The folder of their logs, one file each. */
  readonly logs: string;
}

const PROGRAMS: Readonly<Record<EngineName, (place: ServerPlace) => Promise<PreparedServer>>> = {
  kafka: kafkaProgram,
  mongodb: mongodbProgram,
  eventStore: eventStoreProgram,
};

/**
 * Starts each server whose URL the environment does not give, and resolves when all of them answer. They go on running
 * when this process ends.
 *
 * @param folder an empty folder for their data and their logs.
 * @throws ServerStartError after the others were ended, with the logs left in the folder.
 */
export async function startEngines(folder: string): Promise<Engines> {
  const logs = join(folder, 'logs');
  mkdirSync(logs);
  const started = await Promise.allSettled([engine('kafka', folder), engine('mongodb', folder), engine('eventStore', folder)]);
  const [kafka, mongodb, eventStore] = started;
  if (kafka.status === 'fulfilled' && mongodb.status === 'fulfilled' && eventStore.status === 'fulfilled') {
    return { folder, logs, kafka: kafka.value, mongodb: mongodb.value, eventStore: eventStore.value };
  }
  await Promise.all(started.map(async (outcome) => outcome.status === 'fulfilled' && outcome.value.server?.kill()));
  throw started.find((outcome) => outcome.status === 'rejected')?.reason;
}

async function engine(name: EngineName, folder: string): Promise<Engine> {
  const given = process.env[URL_VARIABLES[name]] ?? '';
  if (given !== '') return { url: given, server: undefined };
  mkdirSync(join(folder, name));
  const { url, program } = await PROGRAMS[name]({ folder: join(folder, name), logFile: join(folder, 'logs', `${name}.log`) });
  return { url, server: await ServerProcess.started(program) };
}

/** The environment in which specs find the engines. */
export function engineVariables(engines: Readonly<Record<EngineName, Pick<Engine, 'url'>>>): Record<string, string> {
  return Object.fromEntries(ENGINE_NAMES.map((name) => [URL_VARIABLES[name], engines[name].url]));
}

/** Ends what was started, frozen or not, and removes its data. */
export async function stopEngines({ folder, ...engines }: Engines, { keepLogs = false } = {}): Promise<void> {
  await Promise.all(ENGINE_NAMES.map(async (name) => engines[name].server?.kill()));
  for (const name of ENGINE_NAMES) rmSync(join(folder, name), { recursive: true, force: true });
  if (!keepLogs) rmSync(folder, { recursive: true, force: true });
}
