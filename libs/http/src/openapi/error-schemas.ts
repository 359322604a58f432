import { z } from 'zod';

/** Any error but a wrong field. */
export const errorBody = z
  .object({ detail: z.string(), code: z.string().meta({ description: 'Stable and machine-readable, e.g. `case_not_found`.' }) })
  .meta({ id: 'Error' });

/** Wrong fields, in the style of Django REST Framework; or, for a body that cannot be read, as any other error. */
export const fieldErrorsBody = z
  .record(z.string(), z.unknown())
  .meta({
    id: 'FieldErrors',
    description: 'Messages by field, nested as the request is; `non_field_errors` holds those about the request as a whole.',
    examples: [{ webhook_url: ['Enter a valid URL.'], checks: [{}, { check_type: ['This field is required.'] }] }],
  });

/** The same errors for a client that accepts `application/problem+json`. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    errors: z.array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() })).optional(),
    request_id: z.string(),
  })
  .meta({
    id: 'Problem',
    description: 'RFC 9457 problem details.',
    examples: [{ type: 'urn:casetrail:problem:not_found', title: 'Not Found', status: 404, detail: 'Not found.', code: 'not_found', request_id: '7d1c…' }],
  });
