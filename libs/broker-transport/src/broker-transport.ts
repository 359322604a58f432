import { type Broker, type ConsumeOptions, fromMessage, type Message, type ReceivedMessage, UnprocessableMessageError } from '#broker';
import type { Logger } from '#event-sourcing';
import { type CustomTransportStrategy, type MessageHandler, Server } from '@nestjs/microservices';
import { isObservable, lastValueFrom } from 'rxjs';
import { BrokerContext } from './broker-context.js';
import { reportStatus } from './report-status.js';

export interface BrokerTransportOptions extends Pick<ConsumeOptions, 'topic' | 'group' | 'concurrency' | 'attempts' | 'isOutage' | 'onStatus'> {
  readonly broker: Broker;
  readonly logger: Logger;
  /** Types that have no handler here and are passed over. A message of any other type becomes a dead letter. */
  readonly knownTypes?: readonly string[];
  /**
   * What a handler gets as its payload. Default: the integration event that the message carries.
   * @throws UnprocessableMessageError when the message carries none.
   */
  readonly parse?: (message: Message) => { readonly type: string };
}

/**
 * Brings the messages of a topic to the `@EventPattern([type])` handlers of a Nest microservice, through whichever
 * broker there is. (A list: under exactOptionalPropertyTypes Nest's types fit no handler of a bare name.) The group's
 * offset moves past a message only when the promise or the observable of its handler has completed, or when the message
 * is safe among the dead letters; no message is passed over unless its type is in `knownTypes`. The microservice must
 * have been given to `letErrorsThrough`.
 *
 * Not Nest's own ServerKafka: it commits messages that have no handler, or whose error a filter has swallowed, knows no
 * dead letters, and reads a message that is no JSON as a text.
 */
export class BrokerTransport extends Server implements CustomTransportStrategy {
  /** Else Nest would log errors itself, a second time. */
  override readonly propagatesEventHandlerErrors = true;

  private readonly stop = new AbortController();
  private readonly end = Promise.withResolvers<undefined>();
  private readonly passedOver: ReadonlySet<string>;
  private listening = false;

  constructor(private readonly options: BrokerTransportOptions) {
    super();
    this.passedOver = new Set(options.knownTypes);
    // Whoever wants to know asks for `ended`; that nobody does is no fault of its own.
    this.end.promise.catch(() => undefined);
  }

  /** Resolves once it is closed, when nothing is being handled any more; rejects when the broker cannot go on before that. */
  get ended(): Promise<void> {
    return this.end.promise;
  }

  /** @throws Error for a second handler of a type, which would have to fail and succeed together with the first, and for one that replies. */
  override addHandler(pattern: unknown, callback: MessageHandler, isEventHandler = false, extras: Record<string, unknown> = {}): void {
    const type = this.normalizePattern(pattern as string);
    if (!isEventHandler) throw new Error(`${type}: messages of a broker have no replies. Use @EventPattern.`);
    if (this.messageHandlers.has(type)) throw new Error(`${type} has two handlers. What must be done apart belongs to two groups.`);
    super.addHandler(pattern, callback, isEventHandler, extras);
  }

  listen(callback: (error?: Error) => void): void {
    if (this.messageHandlers.size === 0) {
      callback(new Error(`No handler for the messages of ${this.options.topic}: every one of them would become a dead letter.`));
      return;
    }
    this.listening = true;
    void this.consume();
    callback();
  }

  /** Waits for what is being handled. */
  async close(): Promise<void> {
    this.stop.abort();
    if (!this.listening) this.end.resolve(undefined);
    await this.end.promise.catch(() => undefined);
  }

  /** There is nothing to listen to but `ended` and the option onStatus. */
  on(): never {
    throw new Error('A broker transport has no events of its own.');
  }

  /** There is nothing beneath that a handler may use. */
  unwrap(): never {
    throw new Error('A broker transport has no client of its own.');
  }

  private async consume(): Promise<void> {
    const { broker, topic, group, concurrency, attempts, logger } = this.options;
    try {
      await broker.consume({
        topic,
        group,
        ...(concurrency === undefined ? {} : { concurrency }),
        ...(attempts === undefined ? {} : { attempts }),
        signal: this.stop.signal,
        handle: (message) => this.handleMessage(message),
        isOutage: (error) => error instanceof HiddenErrorError || (this.options.isOutage?.(error) ?? false),
        onStatus: (status) => {
          reportStatus(status, group, logger);
          this.options.onStatus?.(status);
        },
      });
      this.end.resolve(undefined);
    } catch (error) {
      logger.error({ topic, group, err: error }, 'a consumer has ended');
      this.end.reject(error);
    }
  }

  private async handleMessage(message: ReceivedMessage): Promise<void> {
    // What is passed over need not be read.
    if (this.passedOver.has(message.headers.ce_type ?? '')) return;
    const payload = (this.options.parse ?? fromMessage)(message);
    const handler = this.messageHandlers.get(payload.type);
    if (handler === undefined) throw new UnprocessableMessageError(`Nobody here knows messages of type "${payload.type}".`);
    try {
      const result: unknown = await handler(payload, new BrokerContext([message]));
      if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
    } catch (error) {
      throw error instanceof Error ? error : new HiddenErrorError();
    }
  }
}

/**
 * A filter has put something else in the place of what went wrong. It could have been an outage, so the message is kept
 * for as long as the filter is there.
 */
class HiddenErrorError extends Error {
  override readonly name = 'HiddenErrorError';
  constructor() {
    super('An exception filter hides why the handler failed. Give the microservice to letErrorsThrough before it listens.');
  }
}
