import type { WebhookVerdict } from '#outbound';
import pc from 'picocolors';

/** A webhook, as it is to be shown. */
export interface ShownWebhook {
  /** Of this machine, e.g. `12:30:45.123`. */
  readonly time: string;
  /** Undefined when there is no secret to verify with. */
  readonly verdict: WebhookVerdict | undefined;
  readonly webhookId: string | undefined;
  readonly attempt: string | undefined;
  readonly revision: string | undefined;
  readonly body: string;
  /** The status that it is answered with. */
  readonly answer: number;
}

/** The parts of a case that are shown; each may be missing, since anybody may post anything. */
interface ShownCase {
  readonly id?: unknown;
  readonly outcome?: unknown;
  readonly risk_score?: unknown;
  readonly customer?: { readonly full_name?: unknown } | null;
  readonly checks?: unknown;
}

const VERDICTS: Readonly<Record<WebhookVerdict, string>> = {
  valid: pc.green('✓ signature is right'),
  wrong_signature: pc.red('✗ signature is wrong: is it the same secret?'),
  missing_header: pc.red('✗ not signed: a webhook- header is missing'),
  bad_timestamp: pc.red('✗ webhook-timestamp is no time'),
  too_old: pc.red('✗ signed more than five minutes ago'),
  too_new: pc.red('✗ signed more than five minutes in the future'),
};

/** A webhook in a few lines for a person to read. */
export function describeWebhook(webhook: ShownWebhook): string {
  const shown = parseCase(webhook.body);
  const answer = webhook.answer < 300 ? pc.green(webhook.answer) : pc.red(webhook.answer);
  const title = shown === undefined ? pc.red('not a case') : `case ${pc.bold(text(shown.id))}  ${outcome(shown.outcome)}`;
  return [
    `${pc.dim(webhook.time)}  ${title}  attempt ${text(webhook.attempt)}  → answered ${answer}`,
    `  ${webhook.verdict === undefined ? pc.yellow('? signature not checked: no secret') : VERDICTS[webhook.verdict]}`,
    `  webhook-id ${text(webhook.webhookId)}`,
    ...(shown === undefined ? [] : caseLines(shown, webhook.revision)),
    '',
    '',
  ].join('\n');
}

function caseLines(shown: ShownCase, revision: string | undefined): string[] {
  const checks = Array.isArray(shown.checks) ? (shown.checks as readonly Readonly<Record<string, unknown>>[]) : [];
  return [
    `  customer ${text(shown.customer?.full_name)}  risk score ${text(shown.risk_score)}  revision ${text(revision)}`,
    ...checks.map((check) => `  · ${text(check.check_type).padEnd(24)} ${text(check.status).padEnd(10)} ${outcome(check.outcome)}`),
  ];
}

function parseCase(body: string): ShownCase | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && 'id' in value ? value : undefined;
  } catch {
    return undefined;
  }
}

const COLOURS: Readonly<Record<string, (words: string) => string>> = { ACCEPTED: pc.green, REJECTED: pc.red, PENDING: pc.yellow };

const outcome = (value: unknown): string => (COLOURS[text(value)] ?? pc.dim)(text(value));

/** What anybody has sent must not command the terminal. */
function text(value: unknown): string {
  if (value === undefined || value === null) return '–';
  const words = typeof value === 'string' ? value : JSON.stringify(value);
  return words.replace(/[\u0000-\u001f\u007f-\u009f]/g, '�').slice(0, 200);
}
