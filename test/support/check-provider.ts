import { verifyWebhook, type WebhookVerdict } from '#outbound';
import { type ReceivedRequest, startServer } from './http-server.js';

/** A request for a check as the service got it. */
export interface ReceivedCheck extends ReceivedRequest {
  readonly webhookId: string;
  readonly verdict: WebhookVerdict;
  readonly json: {
    readonly run_id: string;
    readonly check: { readonly id: number; readonly check_type: string };
    readonly customer: { readonly full_name: string };
  };
}

/** What the service answers; one that never answers lets the request hang. */
export interface ProviderReply {
  readonly status: number;
  readonly body?: string;
}

export interface CheckProviderStandIn {
  readonly url: string;
  /** Everything asked so far, in order. */
  readonly received: readonly ReceivedCheck[];
  /** What requests are signed with, as Casetrail has shown it. */
  secret: string;
  /** What it answers from now on; undefined for never. */
  reply: (request: ReceivedCheck) => Promise<ProviderReply | undefined>;
  close(): Promise<void>;
}

/** A decision, as a service answers it. */
export const decision = (outcome: 'ACCEPTED' | 'REJECTED' | 'PENDING', more: object = {}): ProviderReply => ({ status: 200, body: JSON.stringify({ outcome, ...more }) });

/** A stand-in for a service of the organization's own that decides checks: it verifies what it is sent, and answers as a spec says. */
export async function startCheckProvider(): Promise<CheckProviderStandIn> {
  const received: ReceivedCheck[] = [];
  const server = await startServer((request, response) => {
    const header = (name: string): string => String(request.headers[name] ?? '');
    const signed = { id: header('webhook-id'), timestamp: header('webhook-timestamp'), signature: header('webhook-signature'), body: request.body };
    const check = {
      ...request,
      webhookId: signed.id,
      verdict: verifyWebhook(signed, [standIn.secret], Date.now()),
      json: JSON.parse(request.body) as ReceivedCheck['json'],
    };
    received.push(check);
    void standIn.reply(check).then((reply) => {
      if (reply) response.writeHead(reply.status, { 'content-type': 'application/json' }).end(reply.body ?? '');
    });
  });
  const standIn: CheckProviderStandIn = {
    url: server.url,
    received,
    secret: '',
    reply: async () => decision('ACCEPTED'),
    close: () => server.close(),
  };
  return standIn;
}
