import type { Exchange } from './balancer.js';

/** When something was frozen, by the clock of the exchanges. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What the API did while the event store did not answer. */
export interface FrozenAnswers {
  /** Requests that were under way at some moment of the span. */
  readonly requests: number;
  readonly unavailable: number;
  /** Milliseconds until the slowest answer. */
  readonly slowest: number;
  /** What was late, or wrong. */
  readonly wrong: readonly string[];
}

/**
 * Looks at the requests that were under way while the event store was frozen: each is to be answered soon; one that the
 * service cannot carry out now with 503 and nothing else, and with when to come again.
 *
 * @param answerWithin in milliseconds.
 */
export function frozenAnswers(exchanges: readonly Exchange[], { from, to }: Span, answerWithin: number): FrozenAnswers {
  const during = exchanges.filter((exchange) => exchange.to > from && exchange.from < to);
  const wrong = during.flatMap(({ request, status, retryAfter, ...exchange }) => {
    const ms = Math.round(exchange.to - exchange.from);
    if (status === undefined) return [`${request} got no answer within ${ms} ms`];
    return [
      ...(ms > answerWithin ? [`${request} was answered ${status} after ${ms} ms`] : []),
      ...(status >= 500 && status !== 503 ? [`${request} was answered ${status}`] : []),
      ...(status === 503 && !/^[1-9]\d*$/.test(retryAfter ?? '') ? [`${request} was answered 503 without a proper Retry-After`] : []),
    ];
  });
  return {
    requests: during.length,
    unavailable: during.filter(({ status }) => status === 503).length,
    slowest: Math.round(Math.max(0, ...during.map((exchange) => exchange.to - exchange.from))),
    wrong,
  };
}
