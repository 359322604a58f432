import type { INestApplication } from '@nestjs/common';
import { type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { FastifyInstance, FastifyRequest, onRequestHookHandler } from 'fastify';
import { API_VERSIONS, type ApiVersion, NEWEST_VERSION, parseVersion } from '../versions/api-version.js';
import { openApiDocument } from './document.js';

const DOCUMENT = 'openapi.json';
const PAGE = 'docs';

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
  const server = app.getHttpAdapter().getInstance() as FastifyInstance;
  server.addHook('onRoute', (route) => {
    if (route.url === `/${PAGE}`) route.onRequest = withoutSlash;
  });
  SwaggerModule.setup(PAGE, app, () => document(NEWEST_VERSION), {
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

/**
 * The links of the page are right at `/docs` and at `/docs/`, but not at `/docs/?…`, where whoever chooses a version gets to: they
 * are sent to `/docs?…`.
 */
const withoutSlash: onRequestHookHandler = ({ url }, reply, done) => {
  const [path = '', query] = url.split('?', 2);
  if (query !== undefined && path.endsWith('/')) reply.redirect(`../${PAGE}?${query}`);
  else done();
};

/** @throws DomainError `invalid` */
function versionAsked({ query }: FastifyRequest): ApiVersion {
  const { version } = query as Readonly<Record<string, string | string[] | undefined>>;
  return parseVersion(version, 'version') ?? NEWEST_VERSION;
}
