import { SCOPES } from '#http';
import { z } from 'zod';
import type { ProducerState } from './organization.state.js';

const time = z.iso.datetime().meta({ example: '2026-01-02T03:04:05.678Z' });

/** A service that gives commands by message, as the API shows it. */
export const producerSchema = z
  .object({
    producer_id: z.guid(),
    name: z.string(),
    scopes: z.array(z.enum(SCOPES)).readonly(),
    registered_at: time,
    revoked_at: time.nullable(),
  })
  .meta({ id: 'Producer' });

/** A producer that was just registered, with its secret. */
export const registeredProducerSchema = z
  .object({ ...producerSchema.shape, secret: z.string().meta({ description: 'What it signs with; shown this once.' }) })
  .meta({ id: 'RegisteredProducer' });

/** A service that gives commands by message, as the API shows it. */
export type ProducerView = z.output<typeof producerSchema>;

/** Everything that may be shown of a producer: all but its secret. */
export const presentProducer = ({ producer_id, name, scopes, registered_at, revoked_at }: ProducerState): ProducerView => ({
  producer_id,
  name,
  scopes,
  registered_at,
  revoked_at,
});
