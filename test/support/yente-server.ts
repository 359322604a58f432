import { startServer } from './http-server.js';

/** Somebody in the data of the stand-in. */
export interface YenteEntity {
  readonly id: string;
  readonly caption: string;
  readonly datasets: readonly string[];
}

export interface YenteServer {
  readonly url: string;
  /** What was asked so far: path with query, and the queries. */
  readonly asked: readonly { readonly path: string; readonly authorization: string | undefined; readonly queries: Readonly<Record<string, YenteQuery>> }[];
  close(): Promise<void>;
}

interface YenteQuery {
  readonly schema: string;
  readonly properties: { readonly name?: readonly string[] };
}

/**
 * A stand-in for yente, the matching API of OpenSanctions, written after its public documentation
 * (https://www.opensanctions.org/docs/api/): `POST /match/{dataset}` alone, whose score is 1 for a name that is the same and
 * 0.3 for everybody else. The real one scores names, dates and countries by statistics.
 */
export async function startYente(entities: readonly YenteEntity[]): Promise<YenteServer> {
  const asked: YenteServer['asked'][number][] = [];
  const server = await startServer((request, response) => {
    const url = new URL(request.path, 'http://yente');
    const [, dataset] = /^\/match\/([^/]+)$/.exec(url.pathname) ?? [];
    if (request.method !== 'POST' || dataset === undefined) {
      response.writeHead(404, { 'content-type': 'application/json' }).end('{"detail":"Not Found"}');
      return;
    }
    const { queries } = JSON.parse(request.body) as { queries: Record<string, YenteQuery> };
    asked.push({ path: request.path, authorization: request.headers.authorization, queries });
    const threshold = Number(url.searchParams.get('threshold') ?? 0.7);
    const limit = Number(url.searchParams.get('limit') ?? 5);
    const responses = Object.fromEntries(Object.entries(queries).map(([name, query]) => [name, matchesOf(query, dataset, threshold, limit)]));
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ responses, matcher: {}, limit }));
  });

  const matchesOf = (query: YenteQuery, dataset: string, threshold: number, limit: number) => {
    const results = entities
      .filter(({ datasets }) => datasets.includes(dataset))
      .map(({ id, caption, datasets }) => {
        const score = query.properties.name?.includes(caption) ? 1 : 0.3;
        return {
          id, caption, schema: query.schema, properties: { name: [caption] }, datasets, referents: [], target: true,
          first_seen: '2024-01-01T00:00:00', last_seen: '2026-01-01T00:00:00', last_change: '2025-01-01T00:00:00',
          score, features: { name_match: score }, match: score >= threshold,
        };
      })
      .sort((a, b) => b.score - a.score)
      .slice(0, limit);
    return { status: 200, results, total: { value: results.length, relation: 'eq' }, query };
  };

  return { url: server.url, asked, close: () => server.close() };
}
