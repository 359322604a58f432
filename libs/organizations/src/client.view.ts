import { API_VERSIONS, SCOPES } from '#http';
import { z } from 'zod';
import type { ClientState } from './organization.state.js';

const time = z.iso.datetime().meta({ example: '2026-01-02T03:04:05.678Z' });

/** An OAuth client, as the API shows it. */
export const clientSchema = z
  .object({
    client_id: z.guid(),
    name: z.string(),
    scopes: z.array(z.enum(SCOPES)).readonly(),
    api_version: z.literal(API_VERSIONS).meta({ description: 'The version of the API that its requests get when they ask for none.' }),
    registered_at: time,
    revoked_at: time.nullable(),
  })
  .meta({ id: 'Client' });

/** An OAuth client that was just registered, with its secret. */
export const registeredClientSchema = z
  .object({ ...clientSchema.shape, client_secret: z.string().meta({ description: 'Shown this once.' }) })
  .meta({ id: 'RegisteredClient' });

/** An OAuth client, as the API shows it. */
export type ClientView = z.output<typeof clientSchema>;

/** Everything that may be shown of a client: all but the hash of its secret. */
export const presentClient = ({ client_id, name, scopes, api_version, registered_at, revoked_at }: ClientState): ClientView => ({
  client_id,
  name,
  scopes,
  api_version,
  registered_at,
  revoked_at,
});
