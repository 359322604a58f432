import type { Clock } from '#event-sourcing';
import { isSuccess, type OutboundHttp, refused, signWebhook, unanswered } from '#outbound';
import type { CompletedCase } from '../completed-cases.js';
import {
  type AttemptRequest,
  type AttemptResult,
  type DeliveryChannel,
  impossible,
  type OutcomeRef,
  type PlannedDelivery,
  undelivered,
} from '../delivery.channel.js';
import { webhookId } from '../delivery-id.js';
import type { WebhookSecrets } from './webhook-secrets.js';

/** Its receiver wants no more of it (Standard Webhooks 1.0). */
const GONE = 410;

/** Posts outcomes to customers' URLs, signed as Standard Webhooks 1.0 has it. */
export class WebhookChannel implements DeliveryChannel {
  readonly name = 'webhook' as const;

  constructor(
    private readonly http: OutboundHttp,
    private readonly secrets: WebhookSecrets,
    private readonly clock: Clock,
  ) {}

  /** The case's URL, where it has one. */
  plan(outcome: OutcomeRef, { webhookUrl }: Pick<CompletedCase, 'webhookUrl'>): readonly PlannedDelivery[] {
    return webhookUrl === null ? [] : [{ ...outcome, channel: this.name, host: URL.parse(webhookUrl)?.host ?? '' }];
  }

  async attempt({ delivery, completed, attempt, signal }: AttemptRequest): Promise<AttemptResult> {
    if (completed.webhookUrl === null) return impossible('no_url');
    const secrets = await this.secrets.of(delivery.org);
    if (secrets.length === 0) return { delivered: false, reason: 'no_secret', permanent: false };

    const id = webhookId(delivery.id);
    const body = JSON.stringify(completed.body);
    const timestamp = Math.floor(this.clock.now() / 1_000);
    const headers = {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signWebhook({ id, timestamp, body }, secrets),
      'casetrail-event': 'case.completed',
      'casetrail-case-revision': String(delivery.caseRevision),
      'casetrail-attempt': String(attempt),
      'casetrail-version': String(completed.apiVersion),
    };
    try {
      const response = await this.http.send({ method: 'POST', url: completed.webhookUrl, headers, body, signal });
      if (isSuccess(response.status)) return { delivered: true, status: response.status };
      return undelivered(refused(response, response.status === GONE, this.clock.now()));
    } catch (error) {
      return undelivered(unanswered(error));
    }
  }
}
