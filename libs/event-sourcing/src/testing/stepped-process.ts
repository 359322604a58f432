import type { Fate } from './faulty-projection-store.js';

/** A process that goes on for some calls at a time, and stands still in between, in the middle of whatever it does. */
export class SteppedProcess {
  private calls = 0;
  private dead = false;
  private ended: Promise<void> | undefined;
  private wake: () => void = () => undefined;
  private stands: () => void = () => undefined;

  /** @param life what it does, again and again, whatever comes of it; it has to make calls. */
  constructor(private readonly life: () => Promise<void>) {}

  /** What every call of the process has to wait for. */
  readonly turn = async (): Promise<Fate> => {
    while (this.calls === 0 && !this.dead) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
        this.stands();
      });
    }
    this.calls--;
    return this.dead ? 'dies-before' : 'goes-through';
  };

  /** Resolves when it has made that many more calls and is about to make the next one. */
  async goOn(calls: number): Promise<void> {
    this.calls = calls;
    const stands = new Promise<void>((resolve) => (this.stands = resolve));
    this.wake();
    this.ended ??= this.run();
    await stands;
  }

  async die(): Promise<void> {
    this.dead = true;
    this.wake();
    await this.ended;
  }

  private async run(): Promise<void> {
    while (!this.dead) await this.life().catch(() => undefined);
  }
}
