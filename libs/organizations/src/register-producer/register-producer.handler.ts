import { type CommandContext, CommandRunner, uuidV5 } from '#event-sourcing';
import { MasterKey, Sealer } from '#platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { organizationAggregate, organizationStream } from '../organization.state.js';
import { makeProducerSecret, sealProducerSecret } from '../producer-secret.js';
import { presentProducer, type ProducerView } from '../producer.view.js';
import { decideRegisterProducer, type RegisterProducerInput } from './register-producer.js';

/** A producer just registered, with its secret, which is never shown again. */
export interface RegisteredProducer extends ProducerView {
  readonly secret: string;
}

/** Lets a service of the organization's own give commands by message. */
export class RegisterProducer extends Command<RegisteredProducer> {
  constructor(
    readonly input: RegisterProducerInput,
    readonly context: CommandContext,
  ) {
    super();
  }
}

/**
 * A process that dies between storing the producer and answering leaves one whose secret nobody has: to be revoked; unless the
 * command comes again, which finds the producer that it made and has the same secret for it.
 */
@CommandHandler(RegisterProducer)
export class RegisterProducerHandler implements ICommandHandler<RegisterProducer> {
  private readonly sealer: Sealer;

  constructor(
    private readonly runner: CommandRunner,
    masterKey: MasterKey,
  ) {
    this.sealer = new Sealer(masterKey);
  }

  async execute({ input, context }: RegisterProducer): Promise<RegisteredProducer> {
    const producerId = uuidV5(`producer/${context.commandId}`);
    const secret = makeProducerSecret(context);
    const sealed = sealProducerSecret(this.sealer, context.org, producerId, secret);
    const { state } = await this.runner.run(
      organizationAggregate,
      organizationStream(context.org),
      (before) => decideRegisterProducer({ producerId, sealed, input }, before),
      context,
    );
    const producer = state?.producers.find(({ producer_id: id }) => id === producerId);
    if (!producer) throw new Error(`Producer ${producerId} is not there after it was registered.`);
    return { ...presentProducer(producer), secret };
  }
}
