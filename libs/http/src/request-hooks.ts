import type { FastifyInstance } from 'fastify';
import type { HealthChecks, Logger } from '#platform';
import type { RequestsInFlight } from './requests-in-flight.js';
import { keepAnswers } from './idempotency/keep-answers.js';
import { ignoredFields } from './requests/ignored-fields.js';
import { NEWEST_VERSION, VERSION_HEADER } from './versions/api-version.js';
import { askedVersion, shownInVersion } from './versions/request-version.js';

/** What happens around every request: plain hooks of the server, because each is paid for by all of them. */
export function addRequestHooks(server: FastifyInstance, health: HealthChecks, inFlight: RequestsInFlight, logger: Logger): void {
  server.decorateRequest('caller', undefined);
  server.decorateRequest('memberSession', undefined);
  server.decorateRequest('apiVersion', NEWEST_VERSION);

  server.addHook('onRequest', (request, reply, done) => {
    inFlight.begin();
    // Unlike `onResponse`, this comes also where the client has hung up before it was answered.
    reply.raw.once('close', () => {
      inFlight.end();
    });
    reply.header('x-request-id', request.id);
    request.apiVersion = askedVersion(request) ?? NEWEST_VERSION;
    done();
  });

  server.addHook('preSerialization', (request, reply, payload, done) => {
    const shown = shownInVersion(request, reply, payload);
    if (!(shown instanceof Promise)) done(null, shown);
    else shown.then((body: unknown) => { done(null, body); }, done);
  });

  server.addHook('onSend', (request, reply, payload, done) => {
    reply.header(VERSION_HEADER, String(request.apiVersion));
    if (health.draining) reply.header('connection', 'close');
    const ignored = ignoredFields(request.body);
    if (ignored !== undefined) reply.header('casetrail-ignored-fields', ignored);
    done(null, payload);
  });
  // After the hook above: an answer is kept with all of its headers.
  keepAnswers(server, logger);

  if (!logger.isLevelEnabled('debug')) return;
  server.addHook('onResponse', (request, reply, done) => {
    const { method, id, routeOptions } = request;
    logger.debug({ request_id: id, method, route: routeOptions.url, status: reply.statusCode, ms: reply.elapsedTime }, 'Answered.');
    done();
  });
}
