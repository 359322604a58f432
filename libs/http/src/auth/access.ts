import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiCookieAuth, ApiOAuth2 } from '@nestjs/swagger';
import { apiErrors } from '../openapi/api-errors.js';
import type { Scope } from './scopes.js';

/** Where the decorators below leave what they say. */
export const ACCESS = Symbol('casetrail:access');

/** Who may use a route: everybody, members who are logged in, or clients and members with a scope. */
export type Access = 'public' | 'session' | { readonly scope: Scope };

/** A route, or all routes of a controller, that need neither token nor session. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(ACCESS, 'public' satisfies Access);

/** A route that needs a token with this scope, or the session of a member whose role has it. */
export const RequireScope = (scope: Scope): MethodDecorator =>
  applyDecorators(
    SetMetadata(ACCESS, { scope } satisfies Access),
    ApiBearerAuth('bearer'),
    ApiOAuth2([scope], 'oauth2'),
    ApiCookieAuth('session'),
    apiErrors(401, 403, 429, 503),
  );

/** A route about the session of whoever asks: any member may use it who is logged in, and nobody with a token. */
export const RequireSession = (): MethodDecorator =>
  applyDecorators(SetMetadata(ACCESS, 'session' satisfies Access), ApiCookieAuth('session'), apiErrors(401));
