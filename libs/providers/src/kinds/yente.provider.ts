import type { Clock } from '#event-sourcing';
import { isSuccess, type OutboundHttp, type OutboundResponse, refused, unanswered } from '#outbound';
import type { ScreenedName } from '#watchlists';
import { z } from 'zod';
import { type CheckProvider, type CheckQuestion, failed, type ProviderAnswer, type StoredJson } from '../check-provider.js';
import type { ProviderOf } from '../provider.settings.js';
import type { ProviderSecrets } from '../provider-secrets.js';
import { matchDecision } from './match-decision.js';
import { parsedJson } from './parsed-json.js';
import { screenedCustomer, unscreenable } from './screened-customer.js';

type Settings = ProviderOf<'yente'>;

/** How many candidates are asked for. */
const LIMIT = 10;

/** Statuses with which yente says that this very request is wrong. */
const HOPELESS = new Set([400, 404, 422]);

/** The part of an answer of `POST /match/{dataset}` that counts here: https://www.opensanctions.org/docs/api/. */
const candidate = z.object({ id: z.string(), caption: z.string(), score: z.number().min(0).max(1), datasets: z.array(z.string()).default([]) });
const matchAnswer = z.object({ responses: z.object({ customer: z.object({ results: z.array(candidate) }) }) });

/** Asks the matching API of OpenSanctions, or a yente of the organization's own. */
export class YenteProvider implements CheckProvider<'yente'> {
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
    const sought = screenedCustomer(question);
    const refusal = unscreenable(sought);
    if (refusal !== undefined) return failed(refusal);
    try {
      const response = await this.send(queryOf(question, sought), settings, question.org, signal);
      if (!isSuccess(response.status)) return failed(refused(response, HOPELESS.has(response.status), this.clock.now()));
      return answerOf(response.status, parsedJson(response.body), settings);
    } catch (error) {
      return failed(unanswered(error));
    }
  }

  private send(query: Query, settings: Settings, org: string, signal: AbortSignal): Promise<OutboundResponse> {
    const { url, dataset, threshold, api_key: key, timeout_seconds } = settings;
    const search = new URLSearchParams({ limit: String(LIMIT), threshold: String(threshold) });
    return this.http.send({
      method: 'POST',
      url: `${url}/match/${encodeURIComponent(dataset)}?${search.toString()}`,
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        ...(key === null ? {} : { authorization: `ApiKey ${this.secrets.open(org, 'api-key', key)}` }),
      },
      body: JSON.stringify({ queries: { customer: query } }),
      timeoutMs: timeout_seconds * 1_000,
      signal,
    });
  }
}

type Query = ReturnType<typeof queryOf>;

/** The customer as an example of what is looked for. Somebody of whom it is not known what they are may be either. */
function queryOf({ customer: { customer_type: type } }: CheckQuestion, { names, birthDates }: ScreenedName) {
  const schema = type === 'INDIVIDUAL' ? 'Person' : type === 'COMPANY' ? 'Company' : 'LegalEntity';
  return { schema, properties: { name: names, ...(schema === 'Person' && birthDates.length > 0 ? { birthDate: birthDates } : {}) } };
}

function answerOf(status: number, answer: StoredJson | undefined, settings: Settings): ProviderAnswer {
  const parsed = matchAnswer.safeParse(answer);
  if (answer === undefined || !parsed.success) return failed({ reason: 'invalid_answer', status, permanent: false });
  const { dataset, threshold, on_match } = settings;
  const results = parsed.data.responses.customer.results.toSorted((a, b) => b.score - a.score);
  const matches = results
    .filter(({ score }) => score >= threshold)
    .map(({ id, caption, score, datasets }) => `${caption} (${id}): ${score.toFixed(2)}; ${datasets.join(', ')}`);
  const finding = { where: `OpenSanctions, dataset ${dataset}`, threshold, found: matches.length, matches, score: results[0]?.score ?? null };
  return { kind: 'answered', answer: { asked: { dataset, threshold, on_match }, answer }, decision: matchDecision(finding, on_match) };
}
