import { z } from 'zod';
import { defineEvent, eventCodec, type EventOfCodec } from '#event-sourcing';
import { API_VERSIONS, SCOPES } from '#http';

/** An organization came to be: everything else belongs to exactly one. */
export const organizationCreated = defineEvent('organization-created', z.object({ slug: z.string(), name: z.string() }));

/** A client may ask for access tokens from now on. */
export const clientRegistered = defineEvent(
  'client-registered',
  z.object({
    client_id: z.guid(),
    name: z.string(),
    /** An scrypt hash with its parameters; the secret itself is kept nowhere. */
    secret_hash: z.string(),
    scopes: z.array(z.enum(SCOPES)),
    /** The version of the API that the client speaks when a request does not say otherwise. */
    api_version: z.literal(API_VERSIONS),
  }),
);

/** A client gets no access tokens any more, and those that it has are worth nothing. */
export const clientRevoked = defineEvent('client-revoked', z.object({ client_id: z.guid() }));

/** The organization's webhooks are signed with this secret too, from now on. */
export const webhookSecretAdded = defineEvent(
  'webhook-secret-added',
  z.object({
    secret_id: z.guid(),
    /** Sealed with a key derived from the master key, for this organization and this id. */
    sealed: z.string(),
  }),
);

/** A webhook secret gives way to a newer one: until then webhooks are signed with both. */
export const webhookSecretRetired = defineEvent(
  'webhook-secret-retired',
  z.object({
    secret_id: z.guid(),
    /** ISO 8601: nothing is signed with it from then on. */
    valid_until: z.string(),
  }),
);

/** A service of the organization's own may give commands by message from now on. */
export const producerRegistered = defineEvent(
  'producer-registered',
  z.object({
    producer_id: z.guid(),
    name: z.string(),
    scopes: z.array(z.enum(SCOPES)),
    /** The secret that it signs with, sealed for this organization and this id. */
    sealed: z.string(),
  }),
);

/** What a producer signs from now on is refused. */
export const producerRevoked = defineEvent('producer-revoked', z.object({ producer_id: z.guid() }));

/** Every event of an organization's stream. */
export const organizationCodec = eventCodec([
  organizationCreated,
  clientRegistered,
  clientRevoked,
  webhookSecretAdded,
  webhookSecretRetired,
  producerRegistered,
  producerRevoked,
]);

/** An event of an organization's stream. */
export type OrganizationEvent = EventOfCodec<typeof organizationCodec>;
