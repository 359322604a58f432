import { verifyWebhook, type WebhookVerdict } from '#outbound';
import { type ReceivedRequest, startServer } from './http-server.js';

/** A webhook as the receiver got it. */
export interface ReceivedDelivery extends ReceivedRequest {
  readonly webhookId: string;
  readonly attempt: number;
  readonly verdict: WebhookVerdict;
}

export interface WebhookReceiver {
  readonly url: string;
  /** Everything received so far, in order. */
  readonly received: readonly ReceivedDelivery[];
  /** What the next requests are answered with, one after the other; 200 when it is used up. */
  readonly answers: number[];
  /** Resolves once so many webhooks have come. */
  arrived(count: number): Promise<readonly ReceivedDelivery[]>;
  close(): Promise<void>;
}

/** A stand-in for a customer's server: takes webhooks, verifies them and keeps them for the test to look at. */
export async function startWebhookReceiver(secrets: readonly string[]): Promise<WebhookReceiver> {
  const received: ReceivedDelivery[] = [];
  const answers: number[] = [];
  const waiting = new Set<() => void>();
  const server = await startServer((request, response) => {
    const header = (name: string): string => String(request.headers[name] ?? '');
    received.push({
      ...request,
      webhookId: header('webhook-id'),
      attempt: Number(header('casetrail-attempt')),
      verdict: verifyWebhook(
        { id: header('webhook-id'), timestamp: header('webhook-timestamp'), signature: header('webhook-signature'), body: request.body },
        secrets,
        Date.now(),
      ),
    });
    response.writeHead(answers.shift() ?? 200).end();
    for (const check of waiting) check();
  });
  return {
    url: server.url,
    received,
    answers,
    arrived: (count) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (received.length < count) return;
          waiting.delete(check);
          resolve(received);
        };
        waiting.add(check);
        check();
      }),
    close: () => server.close(),
  };
}
