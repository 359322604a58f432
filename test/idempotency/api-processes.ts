import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventStore } from '#event-sourcing';
import { ApiClient } from '../support/api-client.js';
import { distributedSetup } from '../support/distributed-setup.js';
import { CLIENT, serviceSettings } from '../support/service.js';
import { ServiceProcess } from '../support/service-process.js';

/** Several processes that serve the API over one event store; nothing else of the service is there. */
export class ApiProcesses {
  private constructor(
    readonly clients: readonly ApiClient[],
    private readonly processes: readonly ServiceProcess[],
    private readonly setup: ReturnType<typeof distributedSetup>,
    private readonly folder: string,
  ) {}

  static async started(count: number): Promise<ApiProcesses> {
    const folder = mkdtempSync(join(tmpdir(), 'casetrail-'));
    const setup = distributedSetup(folder, serviceSettings(folder));
    await setup.prepare();
    const [api] = setup.programs();
    if (!api) throw new Error('The service has no process that serves the API.');
    const processes = Array.from({ length: count }, () => new ServiceProcess(api, () => undefined));
    const urls = await Promise.all(processes.map(({ ready }) => ready));
    const clients = urls.map((url) => new ApiClient(() => url, CLIENT));
    return new ApiProcesses(clients, processes, setup, folder);
  }

  openLog(): Promise<EventStore> {
    return this.setup.openLog();
  }

  async dispose(): Promise<void> {
    await Promise.all(this.processes.map((process) => process.end('SIGKILL')));
    await this.setup.dispose();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
