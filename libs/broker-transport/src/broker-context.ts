import type { ReceivedMessage } from '#broker';
import { BaseRpcContext } from '@nestjs/microservices';

/** What a handler gets as `@Ctx()`: the message behind its payload. */
export class BrokerContext extends BaseRpcContext<[message: ReceivedMessage]> {
  /** The message as it came, with all its headers. */
  getMessage(): ReceivedMessage {
    return this.args[0];
  }

  getTopic(): string {
    return this.getMessage().topic;
  }

  getOffset(): string {
    return this.getMessage().offset;
  }
}
