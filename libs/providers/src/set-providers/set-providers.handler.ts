import { type CommandContext, CommandRunner } from '#event-sourcing';
import { MasterKey } from '#platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type MadeSecret, makeSigningSecret, ProviderSecrets } from '../provider-secrets.js';
import { presentProviders, type ProvidersView } from '../provider.view.js';
import { providersAggregate, providersStream } from '../providers.state.js';
import type { SetProvidersInput } from './set-providers.input.js';
import { decideSetProviders } from './set-providers.js';

/** What is set now, with the secrets that were made on the way, by the name of their provider; they are never shown again. */
export interface ProvidersSet extends ProvidersView {
  readonly secrets: Readonly<Record<string, string>>;
}

/** Says who carries out an organization's checks from now on. */
export class SetProviders extends Command<ProvidersSet> {
  constructor(
    readonly input: SetProvidersInput,
    readonly context: CommandContext,
  ) {
    super();
  }
}

/** A process that dies between storing a secret and answering leaves one that nobody has: `rotate_secret` makes another. */
@CommandHandler(SetProviders)
export class SetProvidersHandler implements ICommandHandler<SetProviders> {
  private readonly secrets: ProviderSecrets;

  constructor(
    private readonly runner: CommandRunner,
    masterKey: MasterKey,
  ) {
    this.secrets = new ProviderSecrets(masterKey);
  }

  async execute({ input, context }: SetProviders): Promise<ProvidersSet> {
    const { org } = context;
    const signing: Record<string, MadeSecret> = {};
    const keys: Record<string, MadeSecret> = {};
    for (const [name, wanted] of Object.entries(input.providers)) {
      if (wanted.kind === 'http') signing[name] = this.secrets.seal(org, 'signing', makeSigningSecret(context, name));
      if (wanted.kind === 'yente' && wanted.api_key != null) keys[name] = this.secrets.seal(org, 'api-key', wanted.api_key);
    }
    const command = { input, signingSecrets: storedForms(signing), apiKeys: storedForms(keys) };
    const { state } = await this.runner.run(providersAggregate, providersStream(org), (before) => decideSetProviders(command, before), context);

    const shown = Object.entries(signing).filter(([name, { stored }]) => {
      const now = state.providers[name];
      return now?.kind === 'http' && now.secrets[0]?.secret_id === stored.secret_id;
    });
    return { ...presentProviders(state), secrets: Object.fromEntries(shown.map(([name, { secret }]) => [name, secret])) };
  }
}

const storedForms = (made: Readonly<Record<string, MadeSecret>>): Record<string, MadeSecret['stored']> =>
  Object.fromEntries(Object.entries(made).map(([name, { stored }]) => [name, stored]));
