import { type CommandContext, CommandRunner } from '#event-sourcing';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CreateConfigInput } from '../config.input.js';
import { ConfigReader } from '../config.reader.js';
import { type Config, configAggregate, configStream } from '../config.state.js';
import { refuseUnknownSides } from '../dual.sides.js';
import { decideCreateConfig } from './create-case-config.js';

/** Makes a config, with its first version. */
export class CreateCaseConfig extends Command<Config> {
  constructor(
    readonly input: CreateConfigInput,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(CreateCaseConfig)
export class CreateCaseConfigHandler implements ICommandHandler<CreateCaseConfig> {
  constructor(
    private readonly runner: CommandRunner,
    private readonly configs: ConfigReader,
  ) {}

  async execute({ input, context }: CreateCaseConfig): Promise<Config> {
    await refuseUnknownSides(this.configs, context.org, input);
    const stream = configStream(context.org, input.slug);
    const { state } = await this.runner.run(configAggregate, stream, (versions) => decideCreateConfig(input, versions), context);
    const made = state.at(-1);
    if (!made) throw new Error(`Stream ${stream} has no config after it was made.`);
    return made;
  }
}
