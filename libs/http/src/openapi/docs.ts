import type { INestApplication } from '@nestjs/common';
import { SwaggerModule } from '@nestjs/swagger';
import { openApiDocument } from './document.js';

/** Serves the API's description at `/openapi.json`, and as a page at `/docs` whose files all come from this service. */
export function addDocs(app: INestApplication): void {
  SwaggerModule.setup('docs', app, () => openApiDocument(app), {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
    customSiteTitle: 'Casetrail API',
    swaggerOptions: { validatorUrl: null, persistAuthorization: true, displayRequestDuration: true, tagsSorter: 'alpha', operationsSorter: 'alpha' },
  });
}
