import autocannon from 'autocannon';

/** What a stretch of load came to. */
export interface LoadResult {
  /** Answers per second. */
  readonly rate: number;
  /** Milliseconds. */
  readonly p99: number;
  readonly answers: number;
}

let made = 0;

/** The body of a case as the figures ask for it: an inline customer that is new, two checks, started at once. */
export const newCase = (): string =>
  JSON.stringify({
    customer: { full_name: 'Ada Lovelace', external_id: `bench-${process.pid}-${made++}`, customer_type: 'INDIVIDUAL' },
    checks: [{ check_type: 'PEP' }, { check_type: 'SANCTION' }],
    auto_start: true,
  });

/**
 * Creates cases over 64 connections for some seconds, or until there are so many.
 * @param body of the next request.
 * @throws Error when an answer is no 201: a figure with errors in it is none.
 */
export async function createCases(
  url: string,
  headers: Readonly<Record<string, string>>,
  until: { readonly seconds: number } | { readonly cases: number },
  body = newCase,
): Promise<LoadResult> {
  const result = await autocannon({
    url,
    connections: 64,
    ...('seconds' in until ? { duration: until.seconds } : { amount: until.cases }),
    requests: [
      {
        method: 'POST',
        path: '/api/cases/',
        headers: { 'content-type': 'application/json', ...headers },
        setupRequest: (request) => ({ ...request, body: body() }),
      },
    ],
  });
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(`${result.non2xx} answers were errors, ${result.errors} requests got none.`);
  }
  return { rate: result['2xx'] / result.duration, p99: result.latency.p99, answers: result['2xx'] };
}
