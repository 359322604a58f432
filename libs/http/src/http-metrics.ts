import type { FastifyInstance } from 'fastify';
import { Histogram, type Registry } from 'prom-client';

/** Measures every request by method, route and status; the route's pattern, so that no id ever becomes a label. */
export function measureRequests(server: FastifyInstance, registry: Registry): void {
  const histogram = new Histogram({
    name: 'http_server_request_duration_seconds',
    help: 'How long requests took, from the first byte read to the last byte written.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [registry],
  });
  const series = new Map<string, Histogram.Internal<string>>();
  server.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    const key = `${request.method} ${reply.statusCode} ${route}`;
    let child = series.get(key);
    if (!child) {
      child = histogram.labels({ method: request.method, route, status: reply.statusCode });
      series.set(key, child);
    }
    child.observe(reply.elapsedTime / 1000);
    done();
  });
}
