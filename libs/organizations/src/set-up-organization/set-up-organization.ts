import { SCOPES } from '#http';
import type { OrganizationEvent } from '../organization.events.js';
import type { OrganizationState } from '../organization.state.js';
import type { SealedSecret } from '../webhook-secret.js';

/** A client to be registered. */
export interface NewClient {
  readonly id: string;
  readonly secretHash: string;
}

/** Something that an organization is to have: beside what is there of its kind, or only where nothing is. */
export interface Wanted<Thing> {
  readonly value: Thing;
  readonly onlyIfNone: boolean;
}

/** What an organization is to have. */
export interface SetUpOrganization {
  readonly slug: string;
  readonly name: string;
  readonly client?: Wanted<NewClient>;
  readonly webhookSecret?: Wanted<SealedSecret>;
}

/** Whatever is still missing; in one append, so that an organization is never half set up. */
export function decideSetUpOrganization(command: SetUpOrganization, state: OrganizationState | undefined): readonly OrganizationEvent[] {
  const clientIds = (state?.clients ?? []).map(({ client_id: id }) => id);
  const secretIds = (state?.webhookSecrets ?? []).map(({ secret_id: id }) => id);
  const client = missing(command.client, ({ id }) => id, clientIds);
  const secret = missing(command.webhookSecret, ({ secret_id: id }) => id, secretIds);
  return [
    ...(state ? [] : [{ type: 'organization-created', data: { slug: command.slug, name: command.name } } as const]),
    ...(client ? [registered(client)] : []),
    ...(secret ? [{ type: 'webhook-secret-added', data: secret } as const] : []),
  ];
}

function missing<Thing>(wanted: Wanted<Thing> | undefined, idOf: (thing: Thing) => string, present: readonly string[]): Thing | undefined {
  if (!wanted) return undefined;
  const there = wanted.onlyIfNone ? present.length > 0 : present.includes(idOf(wanted.value));
  return there ? undefined : wanted.value;
}

/** Every scope: there is nobody else yet who could give this client one, or make another client. */
const registered = ({ id, secretHash }: NewClient): OrganizationEvent => ({
  type: 'client-registered',
  data: { client_id: id, name: 'First client', secret_hash: secretHash, scopes: [...SCOPES], api_version: 3 },
});
