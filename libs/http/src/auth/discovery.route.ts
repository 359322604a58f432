import { Controller, Get, Header } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Settings } from '#platform';
import { ApiRoute } from '../openapi/api-route.js';
import { AccessTokens } from './access-tokens.js';
import { Public } from './access.js';
import { SCOPES } from './scopes.js';

const jwks = z.object({ keys: z.array(z.record(z.string(), z.string())) }).meta({ id: 'JwkSet' });
const metadata = z.record(z.string(), z.unknown()).meta({ id: 'AuthorizationServerMetadata' });

/** What resource servers and OAuth libraries read to find their way (RFC 8414, RFC 7517). */
@ApiTags('Authentication')
@Public()
@Controller('.well-known')
export class DiscoveryRoute {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly settings: Settings,
  ) {}

  @Get('jwks.json')
  @Header('cache-control', 'public, max-age=300')
  @ApiRoute({ summary: 'The keys that access tokens are signed with', answers: { 200: jwks } })
  keys(): object {
    return { keys: [this.tokens.publicJwk] };
  }

  @Get('oauth-authorization-server')
  @Header('cache-control', 'public, max-age=300')
  @ApiRoute({ summary: 'Authorization server metadata', answers: { 200: metadata } })
  metadata(): object {
    const { issuer } = this.settings;
    return {
      issuer,
      token_endpoint: `${issuer}/api/oauth/token/`,
      jwks_uri: `${issuer}/.well-known/jwks.json`,
      scopes_supported: SCOPES,
      response_types_supported: [],
      grant_types_supported: ['client_credentials'],
      token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
      service_documentation: `${issuer}/docs`,
    };
  }
}
