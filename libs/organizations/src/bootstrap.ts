import type { Clock, CommandContext, CommandRunner, Ids } from '#event-sourcing';
import { hashSecret, type MasterKey, Sealer, type Settings, SettingsError, verifySecret } from '#platform';
import { type FirstCredentials, FirstCredentialsFile } from './first-credentials.js';
import { organizationAggregate, organizationStream, type OrganizationState } from './organization.state.js';
import { decideSetUpOrganization, type SetUpOrganization } from './set-up-organization/set-up-organization.js';
import { sealWebhookSecret, webhookSecretId } from './webhook-secret.js';

/** The organization that every installation has. */
const DEFAULT_ORGANIZATION = 'default';

/** What the first start needs. */
export interface BootstrapOptions {
  readonly runner: CommandRunner;
  readonly settings: Pick<Settings, 'client' | 'webhookSecret' | 'dataDir'>;
  readonly masterKey: MasterKey;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** What to print, once, and what to do when it is printed. */
export interface BootstrapResult {
  /** Secrets that the service made up and nobody has seen; what the operator chose is not repeated. */
  readonly unseen: Partial<FirstCredentials>;
  /** Call it when they are printed: their clear text is kept nowhere from then on. */
  readonly seen: () => void;
}

/**
 * Makes sure that there is an organization with a client and a webhook secret: those of the settings, else made-up
 * ones. May be interrupted anywhere and run by several processes at once: made-up secrets are in a file before they
 * count, everything that counts is one append, and whoever comes second adds nothing.
 *
 * A client id of the settings that is not registered yet is added, so that operators change credentials by choosing
 * a new id; the old one goes on working until it is revoked. A webhook secret is added likewise.
 *
 * @throws SettingsError when the client of the settings is registered with another secret.
 * @throws DomainError `unavailable`
 */
export async function bootstrapOrganization(options: BootstrapOptions): Promise<BootstrapResult> {
  const { runner, settings } = options;
  const file = new FirstCredentialsFile(settings.dataDir, options.ids);
  const { state: found } = await runner.read(organizationAggregate, organizationStream(DEFAULT_ORGANIZATION));
  const madeUp = file.pending() ?? (isLacking(found, settings) ? file.make() : undefined);
  const state = await setUp(options, await wanted(options, madeUp, found));

  await checkChosenSecret(settings, state);
  const unseen = madeUp ? unseenOf(madeUp, settings, state) : {};
  if (Object.keys(unseen).length === 0) file.forget();
  return {
    unseen,
    seen: () => {
      file.forget();
    },
  };
}

/** The organization after adding what is wanted and missing. */
async function setUp(
  { runner, clock, ids }: BootstrapOptions,
  things: Pick<SetUpOrganization, 'client' | 'webhookSecret'>,
): Promise<OrganizationState | undefined> {
  const commandId = ids.uuid();
  const context: CommandContext = {
    org: DEFAULT_ORGANIZATION,
    actor: 'system:bootstrap',
    commandId,
    correlationId: commandId,
    now: clock.now(),
  };
  const command: SetUpOrganization = { slug: DEFAULT_ORGANIZATION, name: 'Default', ...things };
  const decide = (state: OrganizationState | undefined) => decideSetUpOrganization(command, state);
  return (await runner.run(organizationAggregate, organizationStream(DEFAULT_ORGANIZATION), decide, context)).state;
}

const isLacking = (state: OrganizationState | undefined, { client, webhookSecret }: BootstrapOptions['settings']): boolean =>
  (!client && (state?.clients ?? []).length === 0) || (webhookSecret === undefined && (state?.webhookSecrets ?? []).length === 0);

async function wanted(
  { settings, masterKey }: BootstrapOptions,
  madeUp: FirstCredentials | undefined,
  state: OrganizationState | undefined,
): Promise<Pick<SetUpOrganization, 'client' | 'webhookSecret'>> {
  const client = settings.client ?? (madeUp && { id: madeUp.client_id, secret: madeUp.client_secret });
  const secret = settings.webhookSecret ?? madeUp?.webhook_secret;
  return {
    ...(client && !clientOf(state, client.id)
      ? { client: { value: { id: client.id, secretHash: await hashSecret(client.secret) }, onlyIfNone: !settings.client } }
      : {}),
    ...(secret !== undefined && !hasWebhookSecret(state, secret)
      ? {
          webhookSecret: {
            value: sealWebhookSecret(new Sealer(masterKey), DEFAULT_ORGANIZATION, secret),
            onlyIfNone: settings.webhookSecret === undefined,
          },
        }
      : {}),
  };
}

async function checkChosenSecret({ client }: BootstrapOptions['settings'], state: OrganizationState | undefined): Promise<void> {
  if (!client || (await verifySecret(client.secret, clientOf(state, client.id)?.secret_hash))) return;
  throw new SettingsError([
    'CASETRAIL_CLIENT_SECRET is not the secret that the client CASETRAIL_CLIENT_ID is registered with: use that secret, or a new client id',
  ]);
}

const unseenOf = (
  { webhook_secret: secret, ...client }: FirstCredentials,
  settings: BootstrapOptions['settings'],
  state: OrganizationState | undefined,
): Partial<FirstCredentials> => ({
  ...(!settings.client && clientOf(state, client.client_id) ? client : {}),
  ...(settings.webhookSecret === undefined && hasWebhookSecret(state, secret) ? { webhook_secret: secret } : {}),
});

const clientOf = (state: OrganizationState | undefined, id: string) => state?.clients.find((client) => client.client_id === id);

const hasWebhookSecret = (state: OrganizationState | undefined, secret: string): boolean =>
  state?.webhookSecrets.some(({ secret_id: id }) => id === webhookSecretId(DEFAULT_ORGANIZATION, secret)) ?? false;
