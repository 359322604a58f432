import { type CommandContext, CommandRunner, notFound } from '#event-sourcing';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { ReplaceConfigInput } from '../config.input.js';
import { ConfigReader } from '../config.reader.js';
import { type Config, configAggregate, configStream } from '../config.state.js';
import { refuseUnknownSides } from '../dual.sides.js';
import { decideReplaceConfig } from './replace-case-config.js';

/** Makes a new version of a config. */
export class ReplaceCaseConfig extends Command<Config> {
  constructor(
    readonly slug: string,
    readonly input: ReplaceConfigInput,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(ReplaceCaseConfig)
export class ReplaceCaseConfigHandler implements ICommandHandler<ReplaceCaseConfig> {
  constructor(
    private readonly runner: CommandRunner,
    private readonly configs: ConfigReader,
  ) {}

  async execute({ slug, input, context }: ReplaceCaseConfig): Promise<Config> {
    if (!(await this.configs.current(context.org, slug))) throw notFound('case_config');
    await refuseUnknownSides(this.configs, context.org, input);
    const stream = configStream(context.org, slug);
    const { state } = await this.runner.run(configAggregate, stream, (versions) => decideReplaceConfig({ slug, input }, versions), context);
    const newest = state.at(-1);
    if (!newest) throw new Error(`Stream ${stream} has no config after a decision on it.`);
    return newest;
  }
}
