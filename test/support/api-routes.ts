import type { ApiClient } from './api-client.js';

/** A route as the description of the running service has it. */
export interface ApiRouteDescription {
  /** `POST /api/cases/{id}/start/`. */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  /** What a token needs; undefined for a route that needs none. */
  readonly scope: string | undefined;
}

interface Operation {
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** Every route that the service says it has. */
export async function apiRoutes(api: ApiClient): Promise<readonly ApiRouteDescription[]> {
  const { body } = await api.anonymous('GET', '/openapi.json');
  const { paths } = body as { readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> };
  return Object.entries(paths).flatMap(([path, operations]) =>
    METHODS.flatMap((method) => {
      const operation = operations[method];
      if (!operation) return [];
      const scope = operation.security?.flatMap((way) => way.oauth2 ?? [])[0];
      return [{ name: `${method.toUpperCase()} ${path}`, method: method.toUpperCase(), path, scope }];
    }),
  );
}
