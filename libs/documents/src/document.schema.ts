import { CONTENT_TYPES } from '#uploads';
import { z } from 'zod';

const time = z.iso.datetime().meta({ example: '2026-01-02T03:04:05.678Z' });
const id = z.int().positive();

/** A document; contract, section 7. */
export const documentSchema = z
  .object({
    id,
    original_name: z.string(),
    content_type: z.enum(Object.values(CONTENT_TYPES)),
    size: z.int().nonnegative().meta({ description: 'Bytes.' }),
    sha256: z.string().meta({ description: 'Of the content, in hexadecimal.' }),
    case: id.nullable(),
    check: id.nullable(),
    customer: id.nullable(),
    delete_after: z.int(),
    created_at: time,
    updated_at: time,
  })
  .meta({ id: 'Document' });
