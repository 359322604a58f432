import { decideCheckInput } from '#cases';
import type { Clock } from '#event-sourcing';
import { isSuccess, type OutboundHttp, refused, signWebhook, unanswered } from '#outbound';
import { type CheckProvider, type CheckQuestion, failed, type ProviderAnswer, type StoredJson } from '../check-provider.js';
import type { ProviderOf } from '../provider.settings.js';
import type { ProviderSecrets } from '../provider-secrets.js';
import { parsedJson } from './parsed-json.js';

type Settings = ProviderOf<'http'>;

/** The request was taken; the answer comes by `POST /api/checks/{id}/decide/`. */
const ACCEPTED = 202;

/** The service says that this very request is wrong: sent again it would be so again. */
const HOPELESS = new Set([400, 410, 413, 415, 422]);

/** Asks a service of the organization's own, with a request signed as Standard Webhooks 1.0 has it. */
export class HttpProvider implements CheckProvider<'http'> {
  constructor(
    private readonly http: OutboundHttp,
    private readonly secrets: ProviderSecrets,
    private readonly clock: Clock,
  ) {}

  hostOf({ url }: Settings): string {
    return new URL(url).host;
  }

  attemptsOf({ attempts }: Settings): number {
    return attempts;
  }

  async ask(question: CheckQuestion, settings: Settings, signal: AbortSignal): Promise<ProviderAnswer> {
    const secrets = settings.secrets.map((secret) => this.secrets.open(question.org, 'signing', secret));
    const body = JSON.stringify(bodyOf(question));
    const id = webhookIdOf(question);
    const timestamp = Math.floor(this.clock.now() / 1_000);
    const headers = {
      'content-type': 'application/json',
      accept: 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signWebhook({ id, timestamp, body }, secrets),
      'casetrail-event': 'check.requested',
    };
    try {
      const timeoutMs = settings.timeout_seconds * 1_000;
      const response = await this.http.send({ method: 'POST', url: settings.url, headers, body, timeoutMs, signal });
      if (response.status === ACCEPTED) return { kind: 'accepted', withinMs: settings.callback_seconds * 1_000 };
      if (!isSuccess(response.status)) return failed(refused(response, HOPELESS.has(response.status), this.clock.now()));
      return answerOf(response.status, parsedJson(response.body));
    } catch (error) {
      return failed(unanswered(error));
    }
  }
}

/** The same in every attempt: by it the service recognises a request that it has had. */
const webhookIdOf = ({ org, runId }: CheckQuestion): string => `run_${org}.${runId}`;

/** What the service is sent; changing this changes what services rely on. */
const bodyOf = ({ org, runId, check, case: { id, external_id }, customer }: CheckQuestion) => ({
  type: 'check.requested',
  org,
  run_id: runId,
  check,
  case: { id, external_id },
  customer,
});

/** An answer that is no decision is tried again: whoever gave it may mend it. */
function answerOf(status: number, answer: StoredJson | undefined): ProviderAnswer {
  const decision = decideCheckInput.safeParse(answer);
  if (answer === undefined || !decision.success) return failed({ reason: 'invalid_answer', status, permanent: false });
  return { kind: 'answered', answer, decision: decision.data };
}
