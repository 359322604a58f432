import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { SCOPES } from '../auth/scopes.js';
import { tokenRequest } from '../auth/token-request.js';
import type { ApiVersion } from '../versions/api-version.js';
import { schemaIn } from '../versions/versioned-schema.js';
import { errorBody, fieldErrorsBody, problemSchema } from './error-schemas.js';
import { withIdempotencyKey } from './idempotency-key.js';
import { OpenApiSchemas } from './open-api-schema.js';
import { referencedSchemas } from './referenced-schemas.js';
import { operationsIn } from './since.js';
import { withVersionHeader } from './version-header.js';

const describedIn = (version: ApiVersion): Omit<OpenAPIObject, 'paths'> =>
  new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Casetrail')
    .setDescription('Cases of compliance teams: create a case, let its checks run, get the outcome by webhook, show any past state.')
    .setVersion(String(version))
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer('/')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }, 'bearer')
    .addOAuth2(
      {
        type: 'oauth2',
        flows: { clientCredentials: { tokenUrl: '/api/oauth/token/', scopes: Object.fromEntries(SCOPES.map((scope) => [scope, scope])) } },
      },
      'oauth2',
    )
    .addCookieAuth('sessionid', { type: 'apiKey', in: 'cookie', description: 'Writing also needs `X-CSRFToken`, with the value of the cookie `csrftoken`.' }, 'session')
    .build();

/**
 * The API's description in one of its versions (OpenAPI 3.1), made of the routes and their zod schemas.
 * @throws Error when two schemas have one name.
 */
export function openApiDocument(app: INestApplication, version: ApiVersion): OpenAPIObject {
  const schemas = new OpenApiSchemas();
  const document = SwaggerModule.createDocument(app, describedIn(version), {
    standardSchemaConverter: (schema, { schemaType }) => schemas.convert(schemaIn(version, schema), schemaType),
    operationIdFactory: (controller, method) => `${controller.replace(/Route$/, '')}.${method}`,
    autoTagControllers: false,
  });
  for (const shared of [errorBody, fieldErrorsBody, problemSchema, tokenRequest]) schemas.convert(shared, 'input');
  const described = Object.entries(document.paths).flatMap(([path, item]) => {
    const had = operationsIn(version, item);
    return had ? [[withSlash(path), withVersionHeader(version, withIdempotencyKey(withIntegerIds(had)))] as const] : [];
  });
  const paths = Object.fromEntries(described);
  const named = referencedSchemas(paths, schemas.components) as NonNullable<OpenAPIObject['components']>['schemas'] & object;
  return { ...document, paths, components: { ...document.components, schemas: named } };
}

/** Nest leaves out the slash that the API's paths end with. */
const withSlash = (path: string): string => (path.startsWith('/api/') && !path.endsWith('/') ? `${path}/` : path);

/** Nest knows of a parameter in a path only that it is a number; every number in our paths is an id. */
function withIntegerIds(item: PathItem): PathItem {
  for (const operation of [item.get, item.post, item.put, item.patch, item.delete]) {
    for (const parameter of operation?.parameters ?? []) {
      if (!('in' in parameter) || parameter.in !== 'path' || !parameter.schema || !('type' in parameter.schema)) continue;
      if (parameter.schema.type === 'number') parameter.schema = { type: 'integer', minimum: 1 };
    }
  }
  return item;
}

type PathItem = OpenAPIObject['paths'][string];
