import type { Position } from './event.js';
import type { ProjectionStore } from './projection-store.js';

/** How far a build has come. */
export interface Checkpoint {
  /** Every event up to and including this position is in the documents; undefined for none. */
  readonly position?: Position;
  /** How many events that is. */
  readonly events: number;
  /**
   * Differs each time that the register is written. Found unchanged it tells that the store is at a moment that has this
   * value; others may have written since, if the store then went back.
   */
  readonly claim: string;
  /** The token of the lease under which it was written; none where projectors run without a lease. */
  readonly token?: number;
}

/**
 * The checkpoint is not what this projector left: another projector is at work on the same build, or the read store
 * went back in time. Whatever is held in memory is worthless; the build goes on from where the register now is.
 */
export class CheckpointMovedError extends Error {
  override readonly name = 'CheckpointMovedError';
}

/** The lease under which this projector works is another's: it has nothing to do here any more. */
export class FencedError extends Error {
  override readonly name = 'FencedError';
}

/** The value of a checkpoint register, read. */
export const parseCheckpoint = (text: string | undefined): Checkpoint =>
  text === undefined ? { events: 0, claim: '' } : (JSON.parse(text) as Checkpoint);

/** The checkpoint of one build, moved only by compare-and-set. Its value is JSON; changing it changes stored data. */
export class CheckpointRegister {
  private held: string | undefined;
  private value: Checkpoint | undefined;
  private claims = 0;

  /**
   * @param claimant differs from that of every other projector, now or ever.
   * @param token of the lease that the projector works under, if it does.
   */
  constructor(
    private readonly store: ProjectionStore,
    private readonly key: string,
    private readonly claimant: string,
    private readonly token?: number,
  ) {}

  /** The value as it was loaded or written last; undefined before the first time. */
  get checkpoint(): Checkpoint | undefined {
    return this.value;
  }

  /** @throws FencedError when it was written under a later lease. */
  async load(): Promise<Checkpoint> {
    const text = await this.store.getRegister(this.key);
    const value = parseCheckpoint(text);
    if (this.token !== undefined && (value.token ?? 0) > this.token) {
      throw new FencedError(`${this.key} was written under lease ${value.token ?? 0}; this projector has lease ${this.token}.`);
    }
    [this.held, this.value] = [text, value];
    return value;
  }

  /** Whether the register still is what it was left at, or has been written here while it was looked at. */
  async unmoved(): Promise<boolean> {
    const claims = this.claims;
    const found = await this.store.getRegister(this.key);
    return found === this.held || this.claims !== claims;
  }

  /**
   * Rewrites the register, so that it holds a value that it never held before.
   * @throws CheckpointMovedError when the register is not what it was left at.
   */
  async claim(): Promise<void> {
    await this.write(this.loaded());
  }

  /**
   * Sees that the register still is what it was left at.
   * @throws CheckpointMovedError when it is not.
   */
  async confirm(): Promise<void> {
    if ((await this.store.getRegister(this.key)) !== this.held) throw this.moved();
  }

  /** @throws CheckpointMovedError when the register is not what it was left at. */
  async move(position: Position, events: number): Promise<void> {
    await this.write({ position, events: this.loaded().events + events });
  }

  private loaded(): Checkpoint {
    if (this.value === undefined) throw new Error(`${this.key} has not been loaded.`);
    return this.value;
  }

  private async write(to: Pick<Checkpoint, 'position' | 'events'>): Promise<void> {
    const { position, events } = to;
    const value = {
      ...(position === undefined ? {} : { position }),
      events,
      claim: `${this.claimant}.${++this.claims}`,
      ...(this.token === undefined ? {} : { token: this.token }),
    };
    const text = JSON.stringify(value);
    if (!(await this.store.moveRegister(this.key, this.held, text))) throw this.moved();
    this.value = value;
    this.held = text;
  }

  private moved(): CheckpointMovedError {
    return new CheckpointMovedError(`${this.key} was moved by another projector, or the read store went back.`);
  }
}
