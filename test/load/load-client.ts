import type { CaseBody } from '../support/api-bodies.js';
import type { Answer } from '../support/api-client.js';
import { creation, decision } from './intents.js';
import type { Intent, Ledger } from './ledger.js';
import { pick, type Random } from './random.js';
import { EXPECTED, ledgerAnswer, requestOf } from './requests.js';
import type { ServiceUnderLoad } from './service-under-load.js';

/** A case as its client knows it. */
interface KnownCase {
  readonly id: number;
  started: boolean;
  revision: number;
  /** Whether a request about it went without an answer: it may be carried out late, after whatever is decided next. */
  inDoubt: boolean;
  readonly checks: { readonly id: number; note: string | null; ended: boolean }[];
}

export interface LoadClientSettings {
  readonly name: string;
  readonly service: ServiceUnderLoad;
  readonly ledger: Ledger;
  readonly random: Random;
  readonly webhookUrl: string;
  /** How many customers the cases are of; each case names its customer anew, which shows in all cases of that customer. */
  readonly customers: number;
}

/** How many cases a client works on at the same time. */
const OPEN_CASES = 4;

/**
 * One client of the service under load, which opens cases and works on them until it is told to stop. It does what a
 * careful client does when an answer does not come: it asks again where that is safe, and leaves it where it is not.
 */
export class LoadClient {
  private readonly cases: KnownCase[] = [];
  private requests = 0;
  private intents = 0;

  constructor(private readonly settings: LoadClientSettings) {}

  async run(signal: AbortSignal): Promise<void> {
    const { random } = this.settings;
    while (!signal.aborted) {
      if (this.cases.length < OPEN_CASES) await this.create();
      else await this.workOn(pick(this.cases, random));
    }
  }

  private async create(): Promise<void> {
    const { random } = this.settings;
    const intent = creation(this.nextKey(), this.settings);
    // Without a key of its own a case that was made unseen would be made a second time.
    const answer = intent.externalId === undefined ? await this.send(intent) : await this.sendUntilAnswered(intent);
    if (answer?.status !== 201) return;
    const { id, revision, checks } = answer.body as CaseBody;
    const known = { id, revision, started: intent.autoStart, inDoubt: false, checks: checks.map((check) => ({ id: check.id, note: check.note, ended: false })) };
    this.cases.push(known);
    if (random() < 0.2) await this.read(known);
  }

  private async workOn(known: KnownCase): Promise<void> {
    const { random } = this.settings;
    if (!known.started) {
      await this.carryOut(known, { kind: 'start', key: this.nextKey(), caseId: known.id });
      known.started = true;
      return;
    }
    const check = known.checks.find(({ ended }) => !ended);
    if (check === undefined) {
      if (random() < 0.1 && !known.inDoubt) await this.decideAgain(known);
      this.cases.splice(this.cases.indexOf(known), 1);
      return;
    }
    const target = { key: this.nextKey(), caseId: known.id, checkId: check.id };
    const kind = pick(['decide', 'decide', 'decide', 'decide', 'skip', 'fail'] as const, random);
    await this.carryOut(known, kind === 'decide' ? decision(target, random) : { kind, ...target });
    check.ended = true;
    check.note = target.key;
    if (random() < 0.2) await this.read(known);
  }

  /** A later decision, which may change the outcome of a case that is complete. */
  private async decideAgain(known: KnownCase): Promise<void> {
    const { random } = this.settings;
    await this.carryOut(known, decision({ key: this.nextKey(), caseId: known.id, checkId: pick(known.checks, random).id }, random));
  }

  /** What was acknowledged must be seen, by the next request and after the next crash. */
  private async read(known: KnownCase): Promise<void> {
    const { service, ledger } = this.settings;
    const answer = await service.ask('GET', `/api/cases/${known.id}/`);
    if (answer === undefined) return;
    const shown = answer.status === 200 ? (answer.body as CaseBody) : undefined;
    const notes = new Map(shown?.checks.map(({ id, note }) => [id, note]));
    if (shown !== undefined && shown.revision >= known.revision && known.checks.every(({ id, note }) => note === null || notes.get(id) === note)) {
      known.revision = shown.revision;
    } else {
      ledger.staleReads.push(`case ${known.id}: ${answer.status} at revision ${shown?.revision}, acknowledged was ${known.revision}`);
    }
  }

  private async carryOut(known: KnownCase, intent: Intent): Promise<void> {
    await this.sendUntilAnswered(intent, () => {
      known.inDoubt = true;
    });
  }

  private async sendUntilAnswered(intent: Intent, onNoAnswer?: () => void): Promise<Answer> {
    for (;;) {
      const answer = await this.send(intent);
      if (answer !== undefined) return answer;
      onNoAnswer?.();
    }
  }

  /** Sends the request once, and enters it in the ledger; undefined when no answer came. */
  private async send(intent: Intent): Promise<Answer | undefined> {
    const { name, service, ledger } = this.settings;
    const requestId = `load-${name}-${++this.requests}`;
    const { path, json } = requestOf(intent);
    const answer = await service.ask('POST', path, { json, headers: { 'x-request-id': requestId } });
    ledger.entries.push({ requestId, intent, ...(answer === undefined ? {} : { answer: ledgerAnswer(intent, answer) }) });
    if (answer !== undefined && !EXPECTED[intent.kind].includes(answer.status)) {
      ledger.oddAnswers.push(`${requestId} (${intent.kind}): ${answer.status} ${JSON.stringify(answer.body)}`);
    }
    return answer;
  }

  private nextKey(): string {
    return `${this.settings.name}-${++this.intents}`;
  }
}
