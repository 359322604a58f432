import type { FastifyReply } from 'fastify';
import type { KeptAnswer } from './kept-answer.js';

/** Ends a request that has its answer already. Nothing went wrong: it is the way to answer before a route is asked. */
export class AnsweredBefore extends Error {
  override readonly name = 'AnsweredBefore';
  constructor(readonly answer: KeptAnswer) {
    super('The request was answered before.');
  }
}

/** Headers that are part of an answer; all others are of one request alone, or of one connection. */
const KEPT_HEADERS = ['content-type', 'casetrail-version', 'casetrail-ignored-fields', 'etag', 'location', 'allow', 'retry-after', 'www-authenticate'] as const;

/** The answer as it is about to be sent. */
export function keptAnswer(reply: FastifyReply, body: string): KeptAnswer {
  const headers = KEPT_HEADERS.flatMap((name) => {
    const value = reply.getHeader(name);
    return typeof value === 'string' ? [[name, value] as const] : [];
  });
  return { status: reply.statusCode, headers: Object.fromEntries(headers), body };
}

/** Puts status and headers of an answer that was given before on a reply, and says that it was. */
export const replay = (reply: FastifyReply, { status, headers }: KeptAnswer): FastifyReply =>
  reply.code(status).headers({ ...headers, 'idempotency-replayed': 'true' });

/** Answers as before. */
export const sendKeptAnswer = (reply: FastifyReply, answer: KeptAnswer): void => {
  void replay(reply, answer).send(answer.body);
};
