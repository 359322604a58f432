import type { OpenAPIObject } from '@nestjs/swagger';
import type { ApiVersion } from '../versions/api-version.js';

/** Says of an operation which version of the API was the first to have it. */
export const SINCE = 'x-since-version';

type PathItem = OpenAPIObject['paths'][string];
const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;

/** What a version has of a path; undefined when that is nothing. */
export function operationsIn(version: ApiVersion, item: PathItem): PathItem | undefined {
  const had = METHODS.filter((method) => {
    const operation = item[method] as { readonly [SINCE]?: ApiVersion } | undefined;
    return operation !== undefined && (operation[SINCE] ?? version) <= version;
  });
  return had.length === 0 ? undefined : Object.fromEntries(had.map((method) => [method, item[method]]));
}
