import type { Settings } from '#platform';
import { z } from 'zod';
import { CommandFailure } from './failure.js';

/** Milliseconds to wait for an answer. */
const PATIENCE = 10_000;

/** Lets the service say what is wrong with which field (RFC 9457). */
const ACCEPT = 'application/json, application/problem+json';

const errorBody = z.object({ detail: z.string(), errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).default([]) });

/** The service did not answer at all; a later request may find it. */
export class ServiceUnreachable extends CommandFailure {
  constructor(
    message: string,
    /** False where there was nobody to send the request to: then nothing has come of it. */
    readonly sent = true,
  ) {
    super(message);
  }
}

/** What is sent to the service. */
export interface ServiceRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON as text, or a form. */
  readonly body?: URLSearchParams | string | undefined;
}

/**
 * The answer of the service, whatever its status.
 * @throws ServiceUnreachable saying where it was looked for and what went wrong.
 */
export async function send({ method, path, headers, body }: ServiceRequest, { apiUrl }: Pick<Settings, 'apiUrl'>, http: typeof fetch): Promise<Response> {
  try {
    return await http(`${apiUrl}${path}`, {
      method,
      headers: { accept: ACCEPT, ...(typeof body === 'string' ? { 'content-type': 'application/json' } : {}), ...headers },
      signal: AbortSignal.timeout(PATIENCE),
      redirect: 'manual',
      ...(body === undefined ? {} : { body }),
    });
  } catch (error) {
    const message = `The service does not answer at ${apiUrl} (${reasonOf(error)}). Is it running? CASETRAIL_URL says where it is.`;
    throw new ServiceUnreachable(message, !NOT_SENT.has(codeOf(error) ?? ''));
  }
}

/** What an answer that is a refusal says to a person. */
export async function explanation(answer: Response): Promise<string> {
  const body = errorBody.safeParse(await answer.json().catch(() => undefined));
  if (!body.success) return `${answer.status} ${answer.statusText}`.trim();
  const { detail, errors } = body.data;
  const fields = errors.map((error) => `${error.pointer.replace(/^#\/?/, '')}: ${error.detail}`);
  return `${answer.status} ${fields.length === 0 ? detail : fields.join(' ')}`;
}

/** What went wrong before there was a connection. */
const NOT_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

function codeOf(error: unknown): string | undefined {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer within ${PATIENCE / 1000} s`;
  const known: Readonly<Record<string, string>> = {
    ECONNREFUSED: 'connection refused',
    ECONNRESET: 'connection reset',
    ENOTFOUND: 'unknown host',
    EAI_AGAIN: 'unknown host',
    UND_ERR_SOCKET: 'connection closed',
  };
  const code = codeOf(error);
  if (code !== undefined) return known[code] ?? code;
  return error.cause instanceof Error ? error.cause.message : error.message;
}
