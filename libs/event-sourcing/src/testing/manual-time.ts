import type { Clock } from '../clock.js';
import type { Timer } from '../timer.js';

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** A clock and a timer that stand still until a spec moves them. */
export class ManualTime implements Clock, Timer {
  private readonly sleepers = new Set<Sleeper>();

  constructor(private time = Date.parse('2026-01-02T03:04:05.678Z')) {}

  now(): number {
    return this.time;
  }

  /** How many are waiting. */
  get waiting(): number {
    return this.sleepers.size;
  }

  delay(milliseconds: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        this.sleepers.delete(sleeper);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      const sleeper = { at: this.time + milliseconds, wake };
      this.sleepers.add(sleeper);
      signal?.addEventListener('abort', wake, { once: true });
    });
  }

  /** Lets time pass: whoever waits for a moment in it goes on, the earliest first. */
  advance(milliseconds: number): void {
    this.time += milliseconds;
    const due = [...this.sleepers].filter(({ at }) => at <= this.time).sort((a, b) => a.at - b.at);
    for (const { wake } of due) wake();
  }
}
