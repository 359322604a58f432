import { systemTimer, type Timer, withDeadline } from '#event-sourcing';

/** Resolves when a part of the process is fit for work, and rejects when it is not. */
export type HealthCheck = () => Promise<void> | void;

/** What is wrong with the parts of a process: nothing, or the names of those that are not fit for work. */
export interface Readiness {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, 'up' | 'down'>>;
}

/** Milliseconds after which a part that says nothing counts as down. */
const TIME_LIMIT = 2_000;

/** Whether the process can take work, as the parts of it say. */
export class HealthChecks {
  readonly #checks = new Map<string, HealthCheck>();
  #draining = false;

  constructor(private readonly timer: Timer = systemTimer) {}

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
    const results = await Promise.all([...this.#checks].map(async ([name, check]) => [name, await this.state(check)] as const));
    const checks = Object.fromEntries(results);
    return { ready: !this.#draining && results.every(([, result]) => result === 'up'), checks };
  }

  private async state(check: HealthCheck): Promise<'up' | 'down'> {
    try {
      await withDeadline(Promise.resolve(check()), TIME_LIMIT, () => new Error('It says nothing.'), this.timer);
      return 'up';
    } catch {
      return 'down';
    }
  }
}
