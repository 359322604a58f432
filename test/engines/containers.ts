import { existsSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { EngineName } from './engine-names.js';
import type { EngineServer } from './engine-server.js';
import { freePort } from './free-port.js';
import { runCommand } from './run-command.js';

/** The services of docker-compose.yml. */
const SERVICES: Readonly<Record<EngineName, string>> = { kafka: 'kafka', mongodb: 'mongodb', eventStore: 'eventstore' };
const FILES = ['-f', 'docker-compose.yml', '-f', 'test/engines/docker-compose.engines.yml'];

/** The engines of docker-compose.yml, on ports of this machine. */
export class Containers {
  private constructor(private readonly folder: string, private readonly ports: Readonly<Record<EngineName, number>>) {}

  /** @param folder keeps what it takes to remove them again. */
  static async prepared(folder: string): Promise<Containers> {
    const ports = { kafka: await freePort(), mongodb: await freePort(), eventStore: await freePort() };
    writeFileSync(portsFile(folder), `KAFKA_PORT=${ports.kafka}\nMONGODB_PORT=${ports.mongodb}\nEVENTSTORE_PORT=${ports.eventStore}\n`);
    // All at once: several that are created at the same time would make the network several times.
    await compose(folder, 'create', ...Object.values(SERVICES));
    return new Containers(folder, ports);
  }

  async started(name: EngineName): Promise<{ readonly url: string; readonly server: EngineServer }> {
    const service = SERVICES[name];
    const act = async (...command: string[]): Promise<void> => {
      await compose(this.folder, ...command, service);
    };
    const server: EngineServer = {
      start: () => act('up', '--detach', '--wait'),
      kill: () => act('kill', '--signal', 'SIGKILL'),
      freeze: () => act('pause'),
      resume: () => act('unpause'),
    };
    await server.start();
    return { url: this.url(name), server };
  }

  private url(name: EngineName): string {
    const host = `127.0.0.1:${this.ports[name]}`;
    switch (name) {
      case 'kafka':
        return `kafka://${host}`;
      case 'mongodb':
        return `mongodb://${host}`;
      case 'eventStore':
        return `esdb://${host}?tls=false`;
    }
  }
}

/** Whether there are containers of this folder, and all of them run. */
export async function containersRun(folder: string): Promise<boolean> {
  if (!existsSync(portsFile(folder))) return false;
  const running = (await compose(folder, 'ps', '--services', '--status', 'running')).split('\n');
  return Object.values(SERVICES).every((service) => running.includes(service));
}

/** Writes what the containers of this folder have printed into a file. */
export async function saveContainerLogs(folder: string, file: string): Promise<void> {
  if (existsSync(portsFile(folder))) writeFileSync(file, await compose(folder, 'logs', '--no-color'));
}

/** Removes the containers of this folder, if there are any, with their data. */
export async function removeContainers(folder: string): Promise<void> {
  if (existsSync(portsFile(folder))) await compose(folder, 'down', '--volumes', '--timeout', '0');
}

function compose(folder: string, ...command: readonly string[]): Promise<string> {
  const project = basename(folder).toLowerCase();
  return runCommand('docker', ['compose', '--project-name', project, '--env-file', portsFile(folder), ...FILES, ...command]);
}

function portsFile(folder: string): string {
  return join(folder, 'containers.env');
}
