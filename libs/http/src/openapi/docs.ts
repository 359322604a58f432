import type { INestApplication } from '@nestjs/common';
import { type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { API_VERSIONS, type ApiVersion, NEWEST_VERSION, parseVersion } from '../versions/api-version.js';
import { openApiDocument } from './document.js';

const DOCUMENT = 'openapi.json';

/**
 * Serves the API's description at `/openapi.json?version=1|2|3`, by default of the newest version; and as a page at `/docs`,
 * on which one chooses the version, and whose files all come from this service.
 */
export function addDocs(app: INestApplication): void {
  const made = new Map<ApiVersion, OpenAPIObject>();
  const document = (version: ApiVersion): OpenAPIObject => {
    const known = made.get(version) ?? openApiDocument(app, version);
    made.set(version, known);
    return known;
  };
  SwaggerModule.setup('docs', app, () => document(NEWEST_VERSION), {
    jsonDocumentUrl: DOCUMENT,
    raw: ['json'],
    customSiteTitle: 'Casetrail API',
    patchDocumentOnRequest: (request) => document(versionAsked(request as FastifyRequest)),
    explorer: true,
    swaggerOptions: {
      validatorUrl: null, persistAuthorization: true, displayRequestDuration: true, tagsSorter: 'alpha', operationsSorter: 'alpha',
      // The page fetches the version that is chosen; one that came with the page would be shown whatever is chosen.
      spec: {},
      urls: API_VERSIONS.toReversed().map((version) => ({ name: `Version ${version}`, url: `/${DOCUMENT}?version=${version}` })),
    },
  });
}

/** @throws DomainError `invalid` */
function versionAsked({ query }: FastifyRequest): ApiVersion {
  const { version } = query as Readonly<Record<string, string | string[] | undefined>>;
  return parseVersion(version, 'version') ?? NEWEST_VERSION;
}
