import { Body, Controller, Header, HttpCode, Post, Req, UseFilters } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { verifySecret } from '#platform';
import { CredentialChecks } from '../limits/credential-checks.js';
import { ApiRoute } from '../openapi/api-route.js';
import { ACCEPTS_FORMS } from '../requests/body-parsers.js';
import { ClientAddresses } from '../requests/client-addresses.service.js';
import { AddRouteConfig } from '../requests/route-config.js';
import { AccessTokens, TOKEN_LIFE } from './access-tokens.js';
import { Public } from './access.js';
import { ClientDirectory, type ClientRecord } from './client-directory.js';
import { OAuthError, OAuthErrorFilter } from './oauth-error.js';
import type { Scope } from './scopes.js';
import { readTokenRequest, type TokenRequest } from './token-request.js';

const tokenAnswer = z
  .object({ access_token: z.string(), token_type: z.literal('Bearer'), expires_in: z.int(), scope: z.string() })
  .meta({ id: 'Token', examples: [{ access_token: 'eyJ0eXAi…', token_type: 'Bearer', expires_in: TOKEN_LIFE, scope: 'cases:read cases:write' }] });

const oauthError = z.object({ error: z.string(), error_description: z.string() }).meta({ id: 'OAuthError' });

@ApiTags('Authentication')
@Public()
@Controller('api/oauth/token/')
@UseFilters(OAuthErrorFilter)
export class TokenRoute {
  constructor(
    private readonly clients: ClientDirectory,
    private readonly tokens: AccessTokens,
    private readonly checks: CredentialChecks,
    private readonly addresses: ClientAddresses,
  ) {}

  @Post()
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @AddRouteConfig(ACCEPTS_FORMS)
  @ApiRoute({
    summary: 'Get an access token',
    description: 'OAuth 2 client credentials (RFC 6749, section 4.4). HTTP Basic works as well as client_id and client_secret in the body.',
    answers: { 200: tokenAnswer, 400: oauthError, 401: oauthError },
    errors: [429, 503],
  })
  @ApiConsumes('application/json', 'application/x-www-form-urlencoded')
  @ApiBody({ schema: { $ref: '#/components/schemas/TokenRequest' } })
  async create(@Body() body: unknown, @Req() http: FastifyRequest): Promise<z.output<typeof tokenAnswer>> {
    const request = readTokenRequest(body, http.headers.authorization);
    const client = await this.authenticate(request, this.addresses.of(http));
    const scopes = grantedScopes(request, client);
    return {
      access_token: await this.tokens.issue(client, scopes),
      token_type: 'Bearer',
      expires_in: TOKEN_LIFE,
      scope: scopes.join(' '),
    };
  }

  private async authenticate({ clientId, clientSecret }: TokenRequest, address: string): Promise<ClientRecord> {
    const proven = await this.checks.whose('secret', address, async () => {
      const client = this.clients.find(clientId.toLowerCase());
      return (await verifySecret(clientSecret, client?.secretHash)) ? client : undefined;
    });
    if (!proven) throw new OAuthError('invalid_client', 'Unknown client, or wrong secret.');
    return proven;
  }
}

function grantedScopes({ scopes }: TokenRequest, client: ClientRecord): readonly Scope[] {
  if (scopes === undefined) return client.scopes;
  const granted = client.scopes.filter((scope) => scopes.includes(scope));
  if (granted.length < new Set(scopes).size) throw new OAuthError('invalid_scope', 'The client does not have every scope that it asks for.');
  return granted;
}
