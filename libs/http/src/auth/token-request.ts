import { z } from 'zod';
import { OAuthError } from './oauth-error.js';

/** Sent without a value, it counts as left out (RFC 6749, section 3.2). */
const parameter = z.string().transform((value) => (value === '' ? undefined : value)).optional();

/** The body of a request for a token (RFC 6749, section 4.4.2), as JSON or as a form. */
export const tokenRequest = z
  .object({
    grant_type: z.string().min(1).meta({ description: 'Always `client_credentials`.', example: 'client_credentials' }),
    client_id: parameter.meta({ description: 'The client; left out when sent by HTTP Basic.' }),
    client_secret: parameter.meta({ description: 'Its secret; left out when sent by HTTP Basic.' }),
    scope: parameter.meta({ description: 'Scopes separated by spaces; by default all that the client has.' }),
  })
  .meta({ id: 'TokenRequest' });

/** What a client asks for, with what it identifies itself. */
export interface TokenRequest {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scopes: readonly string[] | undefined;
}

/** @throws OAuthError when it is not a request for a token with client credentials. */
export function readTokenRequest(body: unknown, authorization: string | undefined): TokenRequest {
  const parsed = tokenRequest.safeParse(body ?? {});
  if (!parsed.success) throw new OAuthError('invalid_request', `Missing or malformed: ${fieldsOf(parsed.error)}.`);
  const { grant_type: grantType, client_id: id, client_secret: secret, scope } = parsed.data;
  const basic = basicCredentials(authorization);
  if (basic && secret !== undefined) throw new OAuthError('invalid_request', 'Send the credentials in one way, not in two.');
  if (grantType !== 'client_credentials') throw new OAuthError('unsupported_grant_type', 'The only grant type is client_credentials.');
  const [clientId, clientSecret] = basic ?? [id, secret];
  if (clientId === undefined || clientSecret === undefined) {
    throw new OAuthError('invalid_request', 'Missing or malformed: client_id, client_secret.');
  }
  return { clientId, clientSecret, scopes: scope === undefined ? undefined : scope.split(' ').filter((name) => name !== '') };
}

const fieldsOf = (error: z.ZodError): string => [...new Set(error.issues.map((issue) => issue.path.join('.') || 'body'))].join(', ');

/** The two halves are form-encoded before they are joined (RFC 6749, section 2.3.1). */
function basicCredentials(authorization: string | undefined): readonly [string, string] | undefined {
  const encoded = /^basic +(\S+) *$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [id, ...secret] = Buffer.from(encoded, 'base64').toString().split(':');
  try {
    return [formDecoded(id ?? ''), formDecoded(secret.join(':'))];
  } catch {
    throw new OAuthError('invalid_request', 'The Authorization header is malformed.');
  }
}

const formDecoded = (text: string): string => decodeURIComponent(text.replaceAll('+', ' '));
