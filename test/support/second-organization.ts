import { isoTime, randomIds, streamName } from '#event-sourcing';
import { SCOPES } from '#http';
import { organizationCodec, type OrganizationEvent } from '#organizations';
import { hashSecret } from '#platform';
import type { Service } from './service.js';

/**
 * Adds an organization with one client, which has every scope and credentials that a spec knows beforehand, to the log of a
 * service that is not running.
 */
export async function addOrganization(
  service: Service,
  { slug, client }: { readonly slug: string; readonly client: { readonly id: string; readonly secret: string } },
): Promise<void> {
  const happened: OrganizationEvent[] = [
    { type: 'organization-created', data: { slug, name: slug } },
    {
      type: 'client-registered',
      data: { client_id: client.id, name: slug, secret_hash: await hashSecret(client.secret), scopes: [...SCOPES], api_version: 3 },
    },
  ];
  const command = randomIds.uuid();
  const store = await service.openEventStore();
  try {
    await store.append(streamName('organization', slug), 'no-stream', happened.map((event) => {
      const { data, schemaVersion } = organizationCodec.encode(event);
      const metadata = {
        org: slug, actor: 'system:specs', command_id: command, schema_version: schemaVersion,
        occurred_at: isoTime(Date.now()), $correlationId: command, $causationId: command,
      };
      return { id: randomIds.uuid(), type: event.type, data, metadata };
    }));
  } finally {
    await store.close();
  }
}
