import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE, DiscoveryModule } from '@nestjs/core';
import { AccessCheck } from './auth/access-check.service.js';
import { AccessTokens } from './auth/access-tokens.js';
import { AuthGuard } from './auth/auth.guard.js';
import { CommandContexts } from './auth/command-contexts.service.js';
import { DiscoveryRoute } from './auth/discovery.route.js';
import { TokenRoute } from './auth/token.route.js';
import { HttpErrorFilter } from './errors/http-error.filter.js';
import { HealthRoute } from './health.route.js';
import { IdempotencyGuard } from './idempotency/idempotency.guard.js';
import { CredentialChecks } from './limits/credential-checks.js';
import { RateLimitGuard } from './limits/rate-limit.guard.js';
import { RequestsInFlight } from './requests-in-flight.js';
import { ClientAddresses } from './requests/client-addresses.service.js';
import { RouteTable } from './requests/route-table.js';
import { ValidationPipe } from './requests/validation.pipe.js';

/**
 * What all routes share: who may use them, what they are sent, how errors look. Needs a global `PlatformModule`, and global
 * `CommandRunner`, `ClientDirectory` and `SessionDirectory`; the application is made by `createHttpApp`.
 */
@Global()
@Module({
  imports: [DiscoveryModule],
  controllers: [TokenRoute, DiscoveryRoute, HealthRoute],
  providers: [
    AccessCheck,
    AccessTokens,
    ClientAddresses,
    CommandContexts,
    CredentialChecks,
    RequestsInFlight,
    RouteTable,
    // In this order: who asks, may they ask now, and have they asked this before.
    { provide: APP_GUARD, useClass: AuthGuard },
    { provide: APP_GUARD, useClass: RateLimitGuard },
    { provide: APP_GUARD, useClass: IdempotencyGuard },
    { provide: APP_PIPE, useClass: ValidationPipe },
    { provide: APP_FILTER, useClass: HttpErrorFilter },
  ],
  exports: [AccessTokens, ClientAddresses, CommandContexts, CredentialChecks, RequestsInFlight, RouteTable],
})
export class HttpModule {}
