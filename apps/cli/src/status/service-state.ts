import { z } from 'zod';
import { type Cli } from '../cli.js';
import { ServiceClient } from '../service-client.js';
import { ServiceUnreachable } from '../service-connection.js';
import type { Colours } from '../terminal.js';
import { printable } from '../text/printable.js';

const readiness = z.object({ status: z.enum(['up', 'down']), checks: z.record(z.string(), z.string()) });

/** Whether the service can take work. */
export interface ServiceState {
  readonly url: string;
  readonly state: 'ready' | 'not ready' | 'not there';
  /** Its parts, each `up` or `down`. */
  readonly checks: Readonly<Record<string, string>>;
  readonly problem: string | null;
}

/** Asks the service itself. */
export async function serviceState(cli: Cli): Promise<ServiceState> {
  const { apiUrl: url } = cli.settings();
  const notThere = (problem: string): ServiceState => ({ url, state: 'not there', checks: {}, problem });
  try {
    const answer = await new ServiceClient(cli).open('/readyz');
    const body = readiness.safeParse(await answer.json().catch(() => undefined));
    if (!body.success) return notThere(`What answers at ${url} is not Casetrail: check CASETRAIL_URL.`);
    const { status, checks } = body.data;
    if (status === 'up') return { url, state: 'ready', checks, problem: null };
    return { url, state: 'not ready', checks, problem: `The service at ${url} is there, but cannot take work.` };
  } catch (error) {
    if (error instanceof ServiceUnreachable) return notThere(error.message);
    throw error;
  }
}

/** `Service  http://127.0.0.1:3000  ready (event_store up, background up)`. */
export function formatService({ url, state, checks }: ServiceState, { bold, green, red }: Colours): string {
  const parts = Object.entries(checks).map(([name, fitness]) => `${printable(name)} ${printable(fitness)}`);
  const shown = state === 'ready' ? green(state) : red(state);
  return `${bold('Service')}  ${url}  ${shown}${parts.length === 0 ? '' : ` (${parts.join(', ')})`}\n`;
}
