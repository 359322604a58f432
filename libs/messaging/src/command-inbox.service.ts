import { Broker, type Message, UnprocessableMessageError } from '#broker';
import { Clock, type CommandContext, CommandRunner, DomainError, isOutage, type Recorded, UnknownOutcomeError } from '#event-sourcing';
import type { Scope } from '#http';
import { OrganizationDirectory, type ProducerRecord } from '#organizations';
import { Logger } from '#platform';
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { AnswerEvent } from './answer.events.js';
import { answerAggregate, answerStream, commandIdOf } from './answer.state.js';
import { authorize, invalidSignature } from './authorize.js';
import { commandBody } from './command-body.js';
import type { CommandContract, PreparedCommand } from './command-contract.js';
import type { CommandMessage } from './command-message.js';
import { problemOf, refusal, replyTo } from './reply.js';
import { isSignedWith } from './signature.js';
import { REPLIES_TOPIC } from './topics.js';

/** A command that is a producer's own, and right in itself. */
interface Accepted {
  readonly command: CommandMessage;
  readonly producer: ProducerRecord;
  readonly scope: Scope;
  readonly prepared: PreparedCommand;
}

/**
 * Carries out the commands that come by message, each once, and answers each with one reply.
 *
 * A message is done when its reply is on the topic. Dies the process before, the message comes again: what the command
 * has changed recognises it by its id, the answer that was stored is the one that is given, and the reply has the same
 * id, so whoever had it already can tell.
 */
@Injectable()
export class CommandInbox {
  constructor(
    private readonly runner: CommandRunner,
    private readonly commands: CommandBus,
    private readonly producers: OrganizationDirectory,
    private readonly broker: Broker,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /**
   * Everything about one command, until its reply is on the topic.
   *
   * @throws UnprocessableMessageError when nobody can be answered, for the producer is not known; or its body is no JSON.
   * @throws whatever an outage or a defect throws: the message has to come again.
   */
  async handle(contract: CommandContract, command: CommandMessage): Promise<void> {
    const producer = await this.producers.producer(command.producerId);
    if (!producer) throw new UnprocessableMessageError('The producer that the message names is not registered.');
    await this.publish(await this.reply(contract, command, producer));
  }

  /** However a broker fails, it says nothing about the command. */
  private async publish(reply: Message): Promise<void> {
    try {
      await this.broker.publish(REPLIES_TOPIC, [reply]);
    } catch (error) {
      throw new UnknownOutcomeError('The reply may not have reached its topic.', { cause: error });
    }
  }

  private async reply(contract: CommandContract, command: CommandMessage, producer: ProducerRecord): Promise<Message> {
    const { org, producerId, secret } = producer;
    const commandId = commandIdOf(org, command);
    if (!isSignedWith(secret, command)) {
      this.logger.warn({ org, producer_id: producerId, type: command.type }, 'a command was refused: its signature is wrong');
      // Perhaps not of the producer: it must not pass for the reply to the producer's own command of this id.
      return refusal(`unsigned/${commandId}`, org, command, invalidSignature());
    }
    const prepared = prepare(contract, command);
    if (prepared instanceof DomainError) return refusal(commandId, org, command, prepared);
    return replyTo(await this.answer({ command, producer, scope: contract.scope, prepared }, commandId));
  }

  /** The answer that the command got when it came for the first time, which may be now. */
  private async answer(accepted: Accepted, commandId: string): Promise<Recorded<AnswerEvent>> {
    const { org } = accepted.producer;
    const stream = answerStream(org, commandId);
    const { state: before } = await this.runner.read(answerAggregate, stream);
    if (before) return before;

    const context = contextOf(accepted, commandId, this.clock.now());
    const event = await this.carryOut(accepted, context);
    await this.runner.run(answerAggregate, stream, (there) => (there ? [] : [event]), context, true);
    // Read again: another consumer may have been at the same message, and the answer that was stored first is the answer.
    // The store takes a second append under the same ids for the first one sent again, so it does not say which it was.
    const { state } = await this.runner.read(answerAggregate, stream);
    if (!state) throw new Error(`Stream ${stream} has no answer after one was given.`);
    return state;
  }

  /** What became of the command; refused for good is an outcome too. */
  private async carryOut({ command, producer, scope, prepared }: Accepted, context: CommandContext): Promise<AnswerEvent> {
    const origin = { producer_id: producer.producerId, message_id: command.id, message_type: command.type };
    try {
      authorize(command, producer, scope, context.now);
      return { type: 'command-succeeded', data: { ...origin, result: await prepared(context, this.commands) } };
    } catch (error) {
      if (!(error instanceof DomainError) || isOutage(error)) throw error;
      return { type: 'command-failed', data: { ...origin, problem: problemOf(error, context.correlationId) } };
    }
  }
}

/** The command, ready to be carried out; or what is wrong with its body, which is wrong for ever. */
function prepare(contract: CommandContract, command: CommandMessage): PreparedCommand | DomainError {
  const body = commandBody(command.body);
  try {
    return contract.prepare(body);
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}

/** Everything that counts comes from the producer as it was registered; the message has no say in it. */
const contextOf = ({ command, producer }: Accepted, commandId: string, now: number): CommandContext => ({
  org: producer.org,
  actor: `producer:${producer.producerId}`,
  commandId,
  correlationId: command.correlationId,
  causationId: command.id,
  now,
});
