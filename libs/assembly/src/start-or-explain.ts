/**
 * Starts a process. One that cannot start says why, in words for whoever operates it, and ends at once: what is open
 * already would keep it alive, and has nothing to lose.
 */
export async function startOrExplain(start: () => Promise<void>): Promise<void> {
  try {
    await start();
  } catch (error) {
    process.stderr.write(`Casetrail cannot start. ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
