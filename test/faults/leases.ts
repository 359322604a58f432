import type { SupervisedProcess } from './supervised-process.js';

/** Those of the processes whose turn it is at something, as they say themselves. */
export async function holdersOf(lease: string, processes: readonly SupervisedProcess[]): Promise<readonly SupervisedProcess[]> {
  const held = await Promise.all(processes.map(async (process) => ((await holds(lease, process)) ? [process] : [])));
  return held.flat();
}

async function holds(lease: string, { url }: SupervisedProcess): Promise<boolean> {
  if (url === undefined) return false;
  try {
    const response = await fetch(new URL('/metrics', url), { signal: AbortSignal.timeout(2_000) });
    return (await response.text()).includes(`casetrail_lease_held{lease="${lease}"} 1`);
  } catch {
    return false;
  }
}
