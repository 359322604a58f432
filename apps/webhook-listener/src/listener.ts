import { createServer, type IncomingMessage, type Server } from 'node:http';
import { verifyWebhook } from '#outbound';
import { describeWebhook } from './describe-webhook.js';

export interface ListenerOptions {
  /** `whsec_…`; without it signatures are not checked. */
  readonly secret: string | undefined;
  /** How many webhooks are answered with 500 before one is taken. */
  readonly fail: number;
  readonly print: (text: string) => void;
}

/** A server that takes webhooks and shows them to a person. */
export function createListener({ secret, fail, print }: ListenerOptions): Server {
  let failuresLeft = fail;
  return createServer((request, response) => {
    read(request).then(
      (body) => {
        const header = (name: string): string | undefined => request.headers[name]?.toString();
        const [id, timestamp, signature] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map(header);
        const now = new Date();
        const answer = request.method !== 'POST' ? 405 : failuresLeft-- > 0 ? 500 : 200;
        response.writeHead(answer).end();
        if (answer === 405) return;
        print(
          describeWebhook({
            time: `${now.toLocaleTimeString('en-GB')}.${String(now.getMilliseconds()).padStart(3, '0')}`,
            verdict: secret === undefined ? undefined : verifyWebhook({ id, timestamp, signature, body }, [secret], now.getTime()),
            webhookId: id,
            attempt: header('casetrail-attempt'),
            revision: header('casetrail-case-revision'),
            body,
            answer,
          }),
        );
      },
      () => response.destroy(),
    );
  });
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
