import { categoryOf, type JsonObject, type RecordedEvent } from '#event-sourcing';
import { groupBy, idOf, LogIndex } from './evidence.js';
import { type Intent, type IntentOf, isAcknowledged, isRefused, type LedgerAnswer, type LedgerEntry } from './ledger.js';
import { type Violation, violationsOf } from './violation.js';

const [lost, twice, unasked] = [violationsOf('lost'), violationsOf('twice'), violationsOf('unasked')];

/**
 * What the clients saw against what the log holds: whatever was acknowledged is there, with the values that were
 * acknowledged; nothing is there twice; nothing is there that nobody asked for, or that was refused.
 *
 * @param untouched the categories of streams in which a refused request has left nothing.
 */
export function verifyLedger(ledger: readonly LedgerEntry[], log: readonly RecordedEvent[], untouched: readonly string[] = ['case']): Violation[] {
  const index = new LogIndex(log);
  const effects = groupBy(index.ofType('case-created', 'check-decided', 'check-skipped', 'check-failed'), keyOfEffect);
  return [
    ...ledger.filter(isAcknowledged).flatMap((entry) => lost(whatIsLost(entry, effects, index))),
    ...lost(ledger.filter(isRefused).flatMap((entry) => whatIsMissing(entry, index))),
    ...[...effects].flatMap(([key, events]) => (events.length > 1 ? twice([`${key} was carried out ${events.length} times`]) : [])),
    ...twice(duplicates(index)),
    ...unasked(strangers(ledger, index, untouched)),
  ];
}

const text = (value: unknown): string => String(value);

/** Where the key of an intent stands in its effect. */
function keyOfEffect({ metadata, note, reason }: JsonObject, { type }: RecordedEvent): string {
  if (type === 'case-created') return text((metadata as { readonly key?: string } | null)?.key);
  return text(type === 'check-decided' ? note : reason);
}

function whatIsLost({ requestId, intent, answer }: LedgerEntry, effects: ReadonlyMap<string, readonly RecordedEvent[]>, index: LogIndex): string[] {
  const what = `${requestId} (${intent.kind} ${intent.key})`;
  if (intent.kind === 'start') {
    return index.stream(`case-default.${intent.caseId}`).some(({ type }) => type === 'case-started') ? [] : [`${what}: not started`];
  }
  const effect = effects.get(intent.key)?.[0];
  if (effect === undefined) return [`${what}: no event`];
  return differences(intent, answer, effect, index).map((difference) => `${what}: ${difference}`);
}

function differences(intent: Exclude<Intent, { kind: 'start' }>, answer: LedgerAnswer | undefined, { type, stream, data }: RecordedEvent, index: LogIndex): string[] {
  switch (intent.kind) {
    case 'create':
      return creationDifferences(intent, answer, stream, data, index);
    case 'decide':
      return unequal({ type, stream, check_id: data.check_id, outcome: data.outcome, risk_score: data.risk_score }, {
        type: 'check-decided', stream: `case-default.${intent.caseId}`, check_id: intent.checkId, outcome: intent.outcome, risk_score: intent.riskScore,
      });
    case 'skip':
    case 'fail':
      return unequal({ type, stream, check_id: data.check_id }, {
        type: intent.kind === 'skip' ? 'check-skipped' : 'check-failed', stream: `case-default.${intent.caseId}`, check_id: intent.checkId,
      });
  }
}

function creationDifferences(intent: IntentOf<'create'>, answer: LedgerAnswer | undefined, stream: string, data: JsonObject, index: LogIndex): string[] {
  const told = answer?.created;
  const customer = index.stream(`customer-default.${told?.customerId}`);
  const checks = data.checks as readonly { readonly check_type: string }[];
  const stored = {
    stream,
    external_id: data.external_id,
    customer_id: data.customer_id,
    webhook_url: data.webhook_url,
    check_types: checks.map(({ check_type }) => check_type).join(),
    last_revision: index.stream(stream).filter(({ metadata }) => metadata.command_id === index.stream(stream)[0]?.metadata.command_id).at(-1)?.revision,
    customer: customer[0]?.data.external_id,
    customer_was_named: customer.some((event) => event.data.full_name === intent.customer.full_name),
  };
  return unequal(stored, {
    stream: `case-default.${told?.caseId}`,
    external_id: intent.externalId ?? told?.externalId,
    customer_id: told?.customerId,
    webhook_url: intent.webhookUrl ?? null,
    check_types: intent.checkTypes.join(),
    last_revision: told?.revision,
    customer: intent.customer.external_id,
    customer_was_named: true,
  });
}

const unequal = <Fields extends Readonly<Record<string, unknown>>>(stored: Fields, told: { readonly [Name in keyof Fields]: unknown }): string[] =>
  Object.keys(stored).filter((name) => stored[name] !== told[name]).map((name) => `${name} is ${text(stored[name])}, acknowledged was ${text(told[name])}`);

/** An external_id that was said to be taken, and that no case has. */
function whatIsMissing({ requestId, intent, answer }: LedgerEntry, index: LogIndex): string[] {
  if (intent.kind !== 'create' || answer?.status !== 400) return [];
  const taken = index.ofType('case-created').some(({ data }) => data.external_id === intent.externalId);
  return taken ? [] : [`${requestId}: ${text(intent.externalId)} was said to be taken, and no case has it`];
}

/** Things that there can only be one of. */
function duplicates(index: LogIndex): string[] {
  const more = (what: string, groups: ReadonlyMap<string, readonly RecordedEvent[]>): string[] =>
    [...groups].filter(([key, { length }]) => key !== 'null' && length > 1).map(([key, { length }]) => `${length} ${what} ${key}`);
  const byClients = index.events.filter(({ metadata, revision, stream }) => metadata.actor.startsWith('client:') && isFirstOfCommand(index, stream, revision));
  return [
    ...more('cases with the external_id', groupBy(index.ofType('case-created'), ({ external_id }) => text(external_id))),
    ...more('customers with the external_id', groupBy(index.ofType('customer-created'), ({ external_id }) => text(external_id))),
    ...more('starts of the case', groupBy(index.ofType('case-started'), (_, event) => text(idOf(event)))),
    ...more('completions of the case', groupBy(index.ofType('case-completed'), (_, event) => text(idOf(event)))),
    ...more('commands of one request on', groupBy(byClients, (_, { stream, metadata }) => `${stream} (${metadata.$correlationId})`)),
  ];
}

const isFirstOfCommand = (index: LogIndex, stream: string, revision: number): boolean => {
  const events = index.stream(stream);
  return events[revision - 1]?.metadata.command_id !== events[revision]?.metadata.command_id;
};

function strangers(ledger: readonly LedgerEntry[], index: LogIndex, untouched: readonly string[]): string[] {
  const sent = new Set(ledger.map(({ requestId }) => requestId));
  const unknown = index.events.filter(({ metadata }) => metadata.actor.startsWith('client:') && !sent.has(metadata.$correlationId));
  const refused = ledger.filter(isRefused).flatMap(({ requestId }) => index.correlatedWith(requestId).filter(({ stream }) => untouched.includes(categoryOf(stream))));
  return [...unknown, ...refused].map(({ stream, revision, type, metadata }) => `${stream}@${revision} ${type} of ${metadata.$correlationId}`);
}
