/** What has to be ended whatever happens, the last one first: servers outlive the process that started them. */
const open: (() => Promise<void>)[] = [];

/** Does some work, then what ends what was there for it; that also when the process is asked to end in the middle. */
export async function thenEnd<T>(end: () => Promise<void>, work: () => Promise<T>): Promise<T> {
  open.push(end);
  try {
    return await work();
  } finally {
    open.splice(open.lastIndexOf(end), 1);
    await end();
  }
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void endAll().finally(() => process.exit(1)));
}

async function endAll(): Promise<void> {
  for (const end of open.splice(0).reverse()) await end();
}
