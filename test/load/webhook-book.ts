import { startServer, type TestServer } from '../support/http-server.js';
import { verifyWebhook } from '#outbound';

/** A webhook that came. */
export interface SeenWebhook {
  readonly webhookId: string;
  readonly attempt: number;
  readonly caseId: number;
  /** The revision of the case whose outcome is told. */
  readonly revision: number;
  readonly outcome: string | null;
  readonly signed: boolean;
  readonly body: string;
}

/** A receiver that writes down what comes. */
export interface WebhookBook {
  readonly url: string;
  readonly seen: readonly SeenWebhook[];
  close(): Promise<void>;
}

/**
 * @param secret that webhooks are signed with.
 * @param refuse whether an attempt is answered with 503 instead of being taken; by default none is.
 */
export async function openWebhookBook(secret: string, refuse: (webhookId: string, attempt: number) => boolean = () => false): Promise<WebhookBook> {
  const seen: SeenWebhook[] = [];
  const server: TestServer = await startServer(({ headers, body }, response) => {
    const header = (name: string): string => String(headers[name]);
    const told = JSON.parse(body) as { readonly id: number; readonly outcome: string | null };
    const webhookId = header('webhook-id');
    const attempt = Number(header('casetrail-attempt'));
    const verdict = verifyWebhook(
      { id: webhookId, timestamp: header('webhook-timestamp'), signature: header('webhook-signature'), body },
      [secret],
      Date.now(),
    );
    seen.push({
      webhookId,
      attempt,
      caseId: told.id,
      revision: Number(header('casetrail-case-revision')),
      outcome: told.outcome,
      signed: verdict === 'valid',
      body,
    });
    response.writeHead(refuse(webhookId, attempt) ? 503 : 200).end();
  });
  return { url: `${server.url}/hook`, seen, close: () => server.close() };
}
