import { z } from 'zod';

const MAX_METADATA_BYTES = 64 * 1024;

/** What a client keeps with a case: any JSON object of at most 64 KiB. */
export const metadataInput = z
  .record(z.string(), z.json())
  .refine((value) => Buffer.byteLength(JSON.stringify(value)) <= MAX_METADATA_BYTES, {
    error: 'Ensure this object has no more than 65536 bytes as JSON.',
  });
