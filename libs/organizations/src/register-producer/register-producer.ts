import { invalidField, notFound } from '#event-sourcing';
import { z } from 'zod';
import type { OrganizationEvent } from '../organization.events.js';
import type { OrganizationState } from '../organization.state.js';

/** The scopes that commands by message can need. */
export const PRODUCER_SCOPES = ['cases:write', 'customers:write', 'decisions:write'] as const;

/** The body of `POST /api/producers/`. */
export const registerProducerInput = z
  .object({
    name: z.string().trim().min(1).max(255),
    scopes: z
      .array(z.enum(PRODUCER_SCOPES))
      .min(1)
      .transform((scopes) => [...new Set(scopes)]),
  })
  .meta({ id: 'RegisterProducer', example: { name: 'screening', scopes: ['decisions:write'] } });

/** The body of `POST /api/producers/`, checked. */
export type RegisterProducerInput = z.output<typeof registerProducerInput>;

/** The command, with what was made for it. */
export interface RegisterProducerDecision {
  readonly producerId: string;
  /** The sealed secret. */
  readonly sealed: string;
  readonly input: RegisterProducerInput;
}

/** Registers a producer under a name that no other producer in force has. */
export function decideRegisterProducer(
  { producerId, sealed, input }: RegisterProducerDecision,
  state: OrganizationState | undefined,
): readonly OrganizationEvent[] {
  if (!state) throw notFound('organization');
  if (state.producers.some(({ name, revoked_at }) => name === input.name && revoked_at === null)) {
    throw invalidField('name', 'unique', 'A producer with this name already exists.');
  }
  return [{ type: 'producer-registered', data: { producer_id: producerId, ...input, sealed } }];
}
