import type { SupervisedProcess } from './supervised-process.js';

/** Longer than a process takes to find out that something it needs does not answer. */
const PATIENCE_MS = 5_000;

/**
 * Which processes have been ready since it was made. One that said so counts from then on: on a busy machine they never all
 * find the time in the same moment.
 */
export class Readiness {
  private readonly ready = new Set<SupervisedProcess>();

  constructor(private readonly processes: readonly SupervisedProcess[]) {}

  /** Asks those that have not been ready yet; each that is not, with what it says. */
  async missing(): Promise<readonly string[]> {
    const asked = this.processes.filter((process) => !this.ready.has(process));
    const states = await Promise.all(asked.map(async (process) => [process, await stateOf(process)] as const));
    for (const [process, state] of states) if (state === 'up') this.ready.add(process);
    return states.filter(([, state]) => state !== 'up').map(([{ name }, state]) => `${name} (${state})`);
  }
}

/** `up`, or the parts that are not. */
async function stateOf({ url }: SupervisedProcess): Promise<string> {
  if (url === undefined) return 'starting';
  try {
    const response = await fetch(new URL('/readyz', url), { signal: AbortSignal.timeout(PATIENCE_MS) });
    const { status, checks } = (await response.json()) as { readonly status: string; readonly checks: Readonly<Record<string, string>> };
    const down = Object.entries(checks).filter(([, state]) => state !== 'up').map(([name]) => name);
    return down.length === 0 ? status : down.join(', ');
  } catch {
    return 'no answer';
  }
}
