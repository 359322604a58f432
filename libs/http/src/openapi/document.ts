import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { SCOPES } from '../auth/scopes.js';
import { tokenRequest } from '../auth/token-request.js';
import { errorBody, fieldErrorsBody, problemSchema } from './error-schemas.js';
import { openApiSchema } from './open-api-schema.js';

const base = new DocumentBuilder()
  .setOpenAPIVersion('3.1.0')
  .setTitle('Casetrail')
  .setDescription('Cases of compliance teams: create a case, let its checks run, get the outcome by webhook, show any past state.')
  .setVersion('3')
  .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
  .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }, 'bearer')
  .addOAuth2(
    {
      type: 'oauth2',
      flows: { clientCredentials: { tokenUrl: '/api/oauth/token/', scopes: Object.fromEntries(SCOPES.map((scope) => [scope, scope])) } },
    },
    'oauth2',
  )
  .build();

/** The API's description (OpenAPI 3.1), made of the routes and their zod schemas. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const document = SwaggerModule.createDocument(app, base, {
    standardSchemaConverter: openApiSchema,
    operationIdFactory: (controller, method) => `${controller.replace(/Route$/, '')}.${method}`,
    autoTagControllers: false,
  });
  const shared = [errorBody, fieldErrorsBody, problemSchema, tokenRequest].map((schema) => openApiSchema(schema, { schemaType: 'input' }));
  const schemas = Object.assign({}, ...shared.map((converted) => converted?.components ?? {}), document.components?.schemas) as Record<string, never>;
  return { ...document, components: { ...document.components, schemas } };
}
