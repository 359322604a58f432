import type { Broker, ConsumeOptions, Message, ReceivedMessage } from '../broker.js';

/** One broker's data, that a spec begins without and can come back to. */
export interface BrokerSubject {
  /** Opens the broker; again after a close, with what was published. Its pauses after failures are as good as none. */
  open(): Promise<Broker>;
  /** Removes the data. */
  remove(): Promise<void>;
  /** A message that this broker cannot store, as one that is too large for it. */
  readonly unfit: Message;
}

export const message = (key: string, value: string): Message => ({ key, headers: { 'content-type': 'text/plain' }, value });
export const count = (n: number) => (handled: readonly unknown[]): boolean => handled.length >= n;
export const values = (messages: readonly Message[]): string[] => messages.map(({ value }) => value);

/** A broker under test. */
export class BrokerSpec {
  private constructor(
    readonly subject: BrokerSubject,
    /** As it was opened last. */
    public broker: Broker,
  ) {}

  static async begun(subject: BrokerSubject): Promise<BrokerSpec> {
    return new BrokerSpec(subject, await subject.open());
  }

  /** Closes the broker and opens it on the same data, as a restart does. */
  async reopen(): Promise<void> {
    await this.broker.close();
    this.broker = await this.subject.open();
  }

  /** Consumes until `enough` says so; gives everything that was handled. */
  async consume(
    group: string,
    enough: (handled: readonly ReceivedMessage[]) => boolean,
    options: Partial<Omit<ConsumeOptions, 'group' | 'signal'>> = {},
  ): Promise<ReceivedMessage[]> {
    const { topic = 'cases', handle, ...rest } = options;
    const handled: ReceivedMessage[] = [];
    const stop = new AbortController();
    await this.broker.consume({
      topic,
      group,
      signal: stop.signal,
      handle: async (received) => {
        await handle?.(received);
        handled.push(received);
        if (enough(handled)) stop.abort();
      },
      ...rest,
    });
    return handled;
  }

  async end(): Promise<void> {
    await this.broker.close();
    await this.subject.remove();
  }
}
