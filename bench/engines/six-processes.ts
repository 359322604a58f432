import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiClient } from '../../test/support/api-client.js';
import { distributedSetup } from '../../test/support/distributed-setup.js';
import { ServiceProcess } from '../../test/support/service-process.js';
import { thenEnd } from './clean-up.js';

/** The service as separate processes, each of its kind once. */
export interface SixProcesses {
  readonly api: ApiClient;
  /** With the prefix of everything that is theirs. */
  readonly brokerUrl: string;
  /** With the name of their database. */
  readonly readStoreUrl: string;
}

/** Does some work with the service as separate processes on the engines. */
export async function withSixProcesses<T>(work: (service: SixProcesses) => Promise<T>): Promise<T> {
  const dataDir = mkdtempSync(join(tmpdir(), 'casetrail-bench-'));
  const client = { id: randomUUID(), secret: randomUUID() };
  const setup = distributedSetup(dataDir, {
    PORT: '0',
    DATA_DIR: dataDir,
    LOG_LEVEL: 'error',
    LOG_FORMAT: 'json',
    CASETRAIL_CLIENT_ID: client.id,
    CASETRAIL_CLIENT_SECRET: client.secret,
    CASETRAIL_WEBHOOK_SECRET: `whsec_${randomBytes(24).toString('base64')}`,
  });
  let processes: readonly ServiceProcess[] = [];
  const end = async (): Promise<void> => {
    await Promise.all(processes.map((each) => each.end('SIGTERM')));
    await setup.dispose();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return thenEnd(end, async () => {
    await setup.prepare();
    const programs = setup.programs();
    processes = programs.map((program) => new ServiceProcess(program, showErrors));
    const [url = ''] = await Promise.all(processes.map(({ ready }) => ready));
    const { BROKER_URL: brokerUrl = '', READ_STORE_URL: readStoreUrl = '' } = programs[0]?.env ?? {};
    return work({ api: new ApiClient(() => url, client), brokerUrl, readStoreUrl });
  });
}

/** Not that they are ready, but what they log. */
const showErrors = (text: string): void => {
  for (const line of text.split('\n')) if (line.startsWith('{')) console.error(line);
};
