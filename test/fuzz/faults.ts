import type { Answer } from '../support/api-client.js';

/** Words of a stack trace, or of the machine that the service is on. */
const INSIDE = /\bat [\w.<>]+ \(|node_modules|\.[jt]s:\d+|\b(?:Type|Range|Reference|Syntax|Zod)Error\b|file:\/\//;

/** What must not be in an answer, whatever was asked; undefined when nothing of it is. */
export function faultOf({ status, headers, body }: Answer): string | undefined {
  if (status >= 500) return 'an error of the service';
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  if (status >= 400 && INSIDE.test(text)) return 'it tells of its inside';
  if (headers.get('x-request-id') === null) return 'no X-Request-Id';
  if (headers.get('casetrail-version') === null) return 'no Casetrail-Version';
  if (status === 400 && !namesWhatIsWrong(body)) return 'it does not say which field is wrong';
  return undefined;
}

/** A field, or that the body as a whole is none; for OAuth its own form. */
function namesWhatIsWrong(body: unknown): boolean {
  if (typeof body !== 'object' || body === null) return false;
  const { code, errors, error, detail, ...fields } = body as Record<string, unknown>;
  if (code === 'parse_error') return typeof detail === 'string';
  if (Array.isArray(errors) && 'status' in fields) return errors.length > 0;
  if (typeof error === 'string') return 'error_description' in fields;
  return Object.keys(fields).length > 0;
}
