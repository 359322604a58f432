import { type AppendResult, StoreUnavailableError, UnknownOutcomeError, withDeadline } from '#event-sourcing';
import type { ExpectingAppend } from './append-request.js';
import { AppendStream, NotLeaderError } from './append-stream.js';
import type { Connection } from './connection.js';
import { type LogPosition, toPosition } from './position.js';

/** Sends appends to the leader, over one call for all of them, which is opened anew whenever it has ended. */
export class Appends {
  private opening: Promise<AppendStream> | undefined;

  /** @param positionOf finds the position of an event that is stored. */
  constructor(
    private readonly connection: Pick<Connection, 'openAppendCall' | 'settled' | 'deadline'>,
    private readonly positionOf: (stream: string, revision: number) => Promise<LogPosition>,
  ) {}

  /** As `EventStore.append`, for appends that say where the stream ends; all within the connection's deadline. */
  async append(append: ExpectingAppend): Promise<AppendResult> {
    const end = performance.now() + this.connection.deadline;
    const { revision, position } = await this.sendToLeader(append, end);
    // A server need not say where events are that it found to be there already.
    return { revision, position: toPosition(position ?? (await this.positionOf(append.stream, revision))) };
  }

  private async sendToLeader(append: ExpectingAppend, end: number): ReturnType<AppendStream['send']> {
    try {
      return await this.send(append, end);
    } catch (error) {
      if (!(error instanceof NotLeaderError)) throw error;
    }
    await this.connection.settled;
    try {
      return await this.send(append, end);
    } catch (error) {
      throw error instanceof NotLeaderError ? new UnknownOutcomeError(error.message, { cause: error }) : error;
    }
  }

  private async send(append: ExpectingAppend, end: number): ReturnType<AppendStream['send']> {
    const tooLate = (): Error => new StoreUnavailableError('The event store cannot be reached in time.');
    const stream = await withDeadline(this.stream(), end - performance.now(), tooLate);
    return stream.send(append, end - performance.now());
  }

  private async stream(): Promise<AppendStream> {
    for (;;) {
      const opening = (this.opening ??= this.connection.openAppendCall().then((call) => new AppendStream(call)));
      try {
        const stream = await opening;
        if (stream.open) return stream;
      } catch (error) {
        this.forget(opening);
        throw error;
      }
      this.forget(opening);
    }
  }

  private forget(opening: Promise<AppendStream>): void {
    if (this.opening === opening) this.opening = undefined;
  }
}
