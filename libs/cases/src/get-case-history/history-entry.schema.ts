import { z } from 'zod';
import { time } from '../case.fields.js';

/** One thing that happened to a case. */
export const historyEntrySchema = z
  .object({
    number: z.int().nonnegative().meta({ description: 'The number of the event in its stream, from 0; for a case, its revision.' }),
    source: z.enum(['case', 'customer']),
    event: z.string(),
    event_id: z.uuid(),
    occurred_at: time,
    actor: z.string(),
    on_behalf_of: z.string().nullable(),
    command_id: z.string(),
    causation_id: z.string(),
    correlation_id: z.string().meta({ description: 'The X-Request-Id of the request that it began with.' }),
    changes: z
      .array(z.object({ field: z.string(), old: z.json(), new: z.json() }))
      .readonly()
      .meta({ description: 'What the event changed in the case, field by field. Items of lists are named by their id.' }),
  })
  .meta({ id: 'HistoryEntry' });
