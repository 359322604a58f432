import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Containers, containersRun, removeContainers, saveContainerLogs } from './containers.js';
import { ENGINE_NAMES, type EngineName } from './engine-names.js';
import type { EngineServer } from './engine-server.js';
import { eventStoreProgram } from './event-store.js';
import { kafkaProgram } from './kafka.js';
import { mongodbProgram } from './mongodb.js';
import { works } from './run-command.js';
import { isRunning, killServer, type PreparedServer, type ServerPlace, ServerProcess } from './server-process.js';

export * from './engine-names.js';

/** Each engine with the variable that tells specs where it is. */
export const URL_VARIABLES: Readonly<Record<EngineName, string>> = {
  kafka: 'KAFKA_URL',
  mongodb: 'MONGODB_URL',
  eventStore: 'EVENTSTOREDB_URL',
};

/** A server that specs talk to. */
export interface Engine {
  readonly url: string;
  /** What was started for it; undefined for a server that was there already, and is not ours to kill. */
  readonly server: EngineServer | undefined;
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
 * when this process ends. EventStoreDB is the project's stand-in, unless servers are containers.
 *
 * @param folder an empty folder for their data and their logs.
 * @throws Error that says what to install, when there is nothing to start servers with.
 * @throws ServerStartError after the others were ended, with the logs left in the folder.
 */
export async function startEngines(folder: string): Promise<Engines> {
  const logs = join(folder, 'logs');
  mkdirSync(logs);
  const start = await wayToStart(folder);
  const engine = async (name: EngineName): Promise<Engine> => {
    const url = givenUrl(name);
    return url === undefined ? start(name) : { url, server: undefined };
  };
  const started = await Promise.allSettled([engine('kafka'), engine('mongodb'), engine('eventStore')]);
  const [kafka, mongodb, eventStore] = started;
  if (kafka.status === 'fulfilled' && mongodb.status === 'fulfilled' && eventStore.status === 'fulfilled') {
    return { folder, logs, kafka: kafka.value, mongodb: mongodb.value, eventStore: eventStore.value };
  }
  await stopEngines({ folder }, { keepLogs: true });
  throw started.find((outcome) => outcome.status === 'rejected')?.reason;
}

/** Packages where there is Java to run them, else containers. */
async function wayToStart(folder: string): Promise<(name: EngineName) => Promise<Engine>> {
  const needsJava = givenUrl('kafka') === undefined || givenUrl('mongodb') === undefined;
  if (!needsJava || ((await works('java', '-version')) && (await works('mvn', '-version')))) return (name) => startFromPackages(name, folder);
  if (!(await works('docker', 'compose', 'version')) || !(await works('docker', 'info'))) throw new Error(WHAT_TO_INSTALL);
  const containers = await Containers.prepared(folder);
  return (name) => containers.started(name);
}

const WHAT_TO_INSTALL =
  'There is nothing here to start Kafka and a MongoDB server with. Any one of these will do:\n' +
  '  - a JDK of version 17 or later and Maven (apt-get install openjdk-17-jdk-headless maven)\n' +
  '  - Docker with its Compose plugin, running\n' +
  '  - servers that are there already: say where in KAFKA_URL (kafka://host:port) and MONGODB_URL (mongodb://host:port)';

async function startFromPackages(name: EngineName, folder: string): Promise<Engine> {
  mkdirSync(join(folder, name));
  const { url, program } = await PROGRAMS[name]({ folder: join(folder, name), logFile: join(folder, 'logs', `${name}.log`) });
  return { url, server: await ServerProcess.started(program) };
}

function givenUrl(name: EngineName): string | undefined {
  const url = process.env[URL_VARIABLES[name]] ?? '';
  return url === '' ? undefined : url;
}

/** The environment in which specs find the engines. */
export function engineVariables(engines: Readonly<Record<EngineName, Pick<Engine, 'url'>>>): Record<string, string> {
  return Object.fromEntries(ENGINE_NAMES.map((name) => [URL_VARIABLES[name], engines[name].url]));
}

/** Whether everything runs that was started in this folder. */
export async function enginesRun(folder: string): Promise<boolean> {
  const processes = ENGINE_NAMES.map((name) => join(folder, name)).filter((place) => existsSync(place));
  if (processes.length === 0) return containersRun(folder);
  return (await Promise.all(processes.map(isRunning))).every(Boolean);
}

/** Ends whatever was started in this folder, frozen or not, by whatever process, and removes its data. */
export async function stopEngines({ folder }: Pick<Engines, 'folder'>, { keepLogs = false } = {}): Promise<void> {
  const places = ENGINE_NAMES.map((name) => join(folder, name));
  await Promise.all(places.map(killServer));
  if (keepLogs) await saveContainerLogs(folder, join(folder, 'logs', 'containers.log'));
  await removeContainers(folder);
  for (const path of keepLogs ? places : [folder]) rmSync(path, { recursive: true, force: true });
}
