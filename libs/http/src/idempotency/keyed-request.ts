import { type Clock, type CommandClaim, type CommandContext, type CommandRunner, uuidV5 } from '#event-sourcing';
import { type MasterKey, Sealer } from '#platform';
import { AnsweredBefore } from './answered-before.js';
import { withContent } from './fingerprint.js';
import type { KeptAnswer } from './kept-answer.js';
import { type Attempt, decideAnswer, decideHold, decideInterrupt, decideTakeId, refuseOtherRequest, type TakenId } from './request.decisions.js';
import type { RequestEvent } from './request.events.js';
import { requestAggregate, type RequestState, type StoredAnswer } from './request.state.js';

/** Characters of an answer that is kept: what an event of the distributed store can hold, with much to spare. */
const MOST_KEPT = 512 * 1024;

/** Who asks, and through what it is written down. */
export interface RequestCircumstances {
  readonly org: string;
  readonly actor: string;
  readonly correlationId: string;
  readonly runner: CommandRunner;
  readonly clock: Clock;
}

/**
 * One attempt at a request with an `Idempotency-Key`. Its command has the same id and time whenever it is carried out, takes
 * the same ids and makes up the same secrets: what it did before is recognised, and what is missing is done. So it is
 * harmless that two attempts may be at it when the first one was thought to be gone.
 */
export class KeyedRequest implements CommandClaim {
  /** Of the command that the request leads to. Changing how it follows from the stream makes a resumed request do its work twice. */
  readonly commandId: string;
  /** Milliseconds since the Unix epoch, for the command. */
  readonly receivedAt: number;
  private readonly sealer: Sealer;
  private readonly taken = new Map<string, number>();
  private held: Promise<RequestState> | undefined;
  private gaveUp = false;
  /** Called when the attempt is over. */
  onEnd: () => void = () => undefined;

  /**
   * @param key of this request alone.
   * @param attempt differs from that of every other attempt.
   * @param before the request as it is in the log.
   */
  constructor(
    private readonly stream: string,
    private readonly key: MasterKey,
    private fingerprint: string,
    private readonly attempt: string,
    private readonly before: RequestState,
    private readonly by: RequestCircumstances,
  ) {
    this.commandId = uuidV5(`request/${stream}`);
    this.receivedAt = before?.receivedAt ?? by.clock.now();
    this.sealer = new Sealer(key);
  }

  content(digest: string): void {
    this.fingerprint = withContent(this.fingerprint, digest, this.key.derive('fingerprint', 32));
    if (!this.before) return;
    refuseOtherRequest(this.fingerprint, this.before.fingerprint);
    if (this.before.answer) throw new AnsweredBefore(this.open(this.before.answer));
  }

  async hold(): Promise<void> {
    this.held ??= this.run('hold', (state, attempt) => decideHold(attempt, state));
    await this.held;
  }

  async id(kind: string, take: () => Promise<number>): Promise<number> {
    const nth = this.taken.get(kind) ?? 0;
    this.taken.set(kind, nth + 1);
    const known = (await (this.held ?? this.before))?.ids.get(kind)?.[nth];
    if (known !== undefined) return known;
    const id = await take();
    const state = await this.noteId({ kind, nth, id });
    return state?.ids.get(kind)?.[nth] ?? id;
  }

  /** In one append with holding the request, where it is not held yet. */
  private noteId(taken: TakenId): Promise<RequestState> {
    if (this.held) return this.run(`id/${taken.kind}/${taken.nth}`, (state) => decideTakeId(taken, state));
    this.held = this.run('hold', (state, attempt) => [...decideHold(attempt, state), ...decideTakeId(taken, state)]);
    return this.held;
  }

  bytes(purpose: string, count: number): Buffer {
    return this.key.derive(`secret/${purpose}`, count);
  }

  /** Says that the answer to come is none: something did not answer, or others were in the way. */
  giveUp(): void {
    this.gaveUp = true;
  }

  /**
   * Keeps the answer that is about to be sent. A refusal of what has changed nothing is not kept, since nothing is there to be
   * done twice; nor is the answer of an attempt that was given up, or one too large for an event: the request is carried
   * out again when it comes again, and finds what it did.
   *
   * @returns the answer that stands: another attempt may have been faster.
   */
  async answered(answer: KeptAnswer): Promise<KeptAnswer> {
    try {
      return await this.keep(answer);
    } finally {
      this.onEnd();
    }
  }

  private async keep(answer: KeptAnswer): Promise<KeptAnswer> {
    const held = await this.held?.catch(() => undefined);
    if (answer.status >= 400 && !held) return answer;
    if (this.gaveUp || answer.status >= 500 || answer.body.length > MOST_KEPT) {
      // Not waited for: a store that does not answer would hold up the answer that says so. Should it fail, the lease runs out.
      if (held) this.run('interrupt', (state) => decideInterrupt(this.step('hold'), state)).catch(() => undefined);
      return answer;
    }
    const { status, ...said } = answer;
    const kept: StoredAnswer = { status, sealed: this.sealer.seal(JSON.stringify(said), [this.stream]) };
    const state = await this.run('answer', (before) => decideAnswer({ answer: kept, fingerprint: this.fingerprint }, before));
    return state?.answer === undefined || state.answer.sealed === kept.sealed ? answer : this.open(state.answer);
  }

  /** The answer that a request got before. */
  open({ status, sealed }: StoredAnswer): KeptAnswer {
    return { status, ...(JSON.parse(this.sealer.open(sealed, [this.stream])) as Omit<KeptAnswer, 'status'>) };
  }

  /** Each step of the attempt is a command of its own, which the stream has not seen. */
  private async run(name: string, decide: (state: RequestState, attempt: Attempt) => readonly RequestEvent[]): Promise<RequestState> {
    const { org, actor, correlationId, runner, clock } = this.by;
    // The first event of the stream has the command's own time, which is read from there when it comes again.
    const now = this.before || this.held ? clock.now() : this.receivedAt;
    const attempt = { fingerprint: this.fingerprint, holder: this.step('hold'), now };
    const context: CommandContext = { org, actor, correlationId, commandId: this.step(name), causationId: this.commandId, now };
    const isNew = !this.before && !this.held;
    return (await runner.run(requestAggregate, this.stream, (state) => decide(state, attempt), context, isNew)).state;
  }

  private readonly step = (name: string): string => uuidV5(`${this.attempt}/${name}`);
}
