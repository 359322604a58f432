/** Resolves when a part of the process is fit for work, and rejects when it is not. */
export type HealthCheck = () => Promise<void> | void;

/** What is wrong with the parts of a process: nothing, or the names of those that are not fit for work. */
export interface Readiness {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, 'up' | 'down'>>;
}

/** Whether the process can take work, as the parts of it say. */
export class HealthChecks {
  readonly #checks = new Map<string, HealthCheck>();
  #draining = false;

  /** Adds a part; one of the same name is replaced. */
  register(name: string, check: HealthCheck): void {
    this.#checks.set(name, check);
  }

  /** From now on the process takes no more work: it is about to end. */
  drain(): void {
    this.#draining = true;
  }

  get draining(): boolean {
    return this.#draining;
  }

  async readiness(): Promise<Readiness> {
    const results = await Promise.all([...this.#checks].map(async ([name, check]) => [name, await state(check)] as const));
    const checks = Object.fromEntries(results);
    return { ready: !this.#draining && results.every(([, result]) => result === 'up'), checks };
  }
}

async function state(check: HealthCheck): Promise<'up' | 'down'> {
  try {
    await check();
    return 'up';
  } catch {
    return 'down';
  }
}
