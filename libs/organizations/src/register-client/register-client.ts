import { notFound } from '#event-sourcing';
import { API_VERSIONS, insufficientScope, NEWEST_VERSION, type Scope, SCOPES } from '#http';
import { z } from 'zod';
import type { OrganizationEvent } from '../organization.events.js';
import type { OrganizationState } from '../organization.state.js';

/** What a client may do when nobody says what. */
const DEFAULT_SCOPES = SCOPES.slice(0, 6);

/** The body of `POST /api/clients/`. */
export const registerClientInput = z
  .object({
    name: z.string().trim().min(1).max(255),
    scopes: z
      .array(z.enum(SCOPES))
      .min(1)
      .default(DEFAULT_SCOPES)
      .transform((scopes) => SCOPES.filter((scope) => scopes.includes(scope))),
    api_version: z.literal(API_VERSIONS).default(NEWEST_VERSION),
  })
  .meta({ id: 'RegisterClient', example: { name: 'onboarding', scopes: ['cases:read', 'cases:write'] } });

/** The body of `POST /api/clients/`, checked. */
export type RegisterClientInput = z.output<typeof registerClientInput>;

/** The command, with what was made for it. */
export interface RegisterClientDecision {
  readonly clientId: string;
  readonly secretHash: string;
  readonly input: RegisterClientInput;
  /** What whoever registers it may do. */
  readonly grantedBy: ReadonlySet<Scope>;
}

/** Registers a client. What goes beyond the organization is given only by whoever has it. */
export function decideRegisterClient(
  { clientId, secretHash, input, grantedBy }: RegisterClientDecision,
  state: OrganizationState | undefined,
): readonly OrganizationEvent[] {
  if (!state) throw notFound('organization');
  if (input.scopes.includes('operator') && !grantedBy.has('operator')) throw insufficientScope('operator');
  if (state.clients.some(({ client_id: id }) => id === clientId)) return [];
  return [{ type: 'client-registered', data: { client_id: clientId, secret_hash: secretHash, ...input } }];
}
