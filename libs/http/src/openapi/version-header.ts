import type { OpenAPIObject } from '@nestjs/swagger';
import type { ApiVersion } from '../versions/api-version.js';

type PathItem = OpenAPIObject['paths'][string];
type Parameter = NonNullable<NonNullable<PathItem['get']>['parameters']>[number];

const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;

/**
 * Describes the header that asks for this version on every operation that is answered in a version: whoever was made of this
 * description, or tries it out on its page, is then answered as it says, whatever version their client is registered with.
 */
export function withVersionHeader(version: ApiVersion, item: PathItem): PathItem {
  for (const method of METHODS) {
    const operation = item[method];
    if (operation?.security !== undefined) operation.parameters = [...(operation.parameters ?? []), headerOf(version)];
  }
  return item;
}

const headerOf = (version: ApiVersion): Parameter => ({
  name: 'Casetrail-Version',
  in: 'header',
  required: false,
  description: 'The version that this describes. Without it, the one that the client is registered with; else 1 for a session and 3 for a token.',
  schema: { type: 'string', enum: [String(version)], default: String(version) },
});
