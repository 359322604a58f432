import { SCOPES } from '#http';
import { z } from 'zod';
import type { OrganizationState } from './organization.state.js';

/** An organization, as the API shows it. */
export const organizationSchema = z
  .object({ slug: z.string(), name: z.string(), created_at: z.iso.datetime().meta({ example: '2026-01-02T03:04:05.678Z' }) })
  .meta({ id: 'Organization' });

/** An organization that was just created, with its first client. */
export const createdOrganizationSchema = z
  .object({
    slug: z.string(),
    name: z.string(),
    client: z.object({
      client_id: z.guid(),
      client_secret: z.string().meta({ description: 'Shown this once.' }),
      scopes: z.array(z.enum(SCOPES)).readonly(),
    }),
  })
  .meta({ id: 'CreatedOrganization' });

/** An organization, as the API shows it. */
export type OrganizationView = z.output<typeof organizationSchema>;

/** An organization that was just created, with its first client. */
export type CreatedOrganization = z.output<typeof createdOrganizationSchema>;

/** What operators see of an organization. */
export const presentOrganization = ({ slug, name, created_at }: OrganizationState): OrganizationView => ({ slug, name, created_at });
