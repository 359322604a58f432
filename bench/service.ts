import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const CREDENTIALS = { client_id: '5b0f2c52-6f2d-4f7e-9c7b-0b6c1f6c9a01', client_secret: 'a-secret-for-benchmarks-only' };

/** A process under measurement. */
export interface Measured {
  readonly url: string;
  /** Bytes of memory that it has resident. */
  memory(): number;
  stop(): Promise<void>;
}

/** The service as `npm start` runs it, on a data directory of its own. */
export interface MeasuredService extends Measured {
  readonly headers: Readonly<Record<string, string>>;
}

/** Starts the service and gets a token for it. */
export async function startService(): Promise<MeasuredService> {
  const dataDir = mkdtempSync(join(tmpdir(), 'casetrail-bench-'));
  const measured = await startProcess('../apps/standalone/src/main.js', {
    DATA_DIR: dataDir,
    PORT: '0',
    HOST: '127.0.0.1',
    LOG_LEVEL: 'warn',
    RATE_LIMIT: '0',
    LOG_FORMAT: 'json',
    CASETRAIL_CLIENT_ID: CREDENTIALS.client_id,
    CASETRAIL_CLIENT_SECRET: CREDENTIALS.client_secret,
    WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8',
  });
  const answer = await fetch(`${measured.url}/api/oauth/token/`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials', ...CREDENTIALS }),
  });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  return {
    ...measured,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    async stop() {
      await measured.stop();
      rmSync(dataDir, { recursive: true });
    },
  };
}

/** Starts the bare route that the creation of a case is compared with. */
export const startBareService = (): Promise<Measured> => startProcess('./bare-service.js', {});

async function startProcess(script: string, env: Readonly<Record<string, string>>): Promise<Measured> {
  const child = spawn(process.execPath, [fileURLToPath(new URL(script, import.meta.url))], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await urlOf(child);
  return {
    url,
    memory: () => residentBytes(child.pid),
    async stop() {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    },
  };
}

async function urlOf(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('The process has no output.');
  const lines = createInterface({ input: child.stdout });
  for await (const line of lines) {
    const url = /ready at (http:\S+)/.exec(line)?.[1];
    if (url === undefined) continue;
    child.stdout.resume();
    return url;
  }
  throw new Error('The process ended before it was ready.');
}

function residentBytes(pid: number | undefined): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid ?? 'self'}/status`, 'utf8'))?.[1];
  return Number(kilobytes) * 1024;
}
