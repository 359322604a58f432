import { beforeEach, describe, expect, it } from '@jest/globals';
import type { JsonObject, RecordedEvent } from '#event-sourcing';
import type { LedgerEntry } from './ledger.js';
import { openWork } from './open-work.js';
import { verifyLedger } from './verify-ledger.js';
import { verifyLog } from './verify-log.js';
import { verifyWebhooks } from './verify-webhooks.js';
import type { Rule, Violation } from './violation.js';
import type { SeenWebhook } from './webhook-book.js';

type Mutable<T> = { -readonly [Name in keyof T]: T[Name] };

/** Events of one command after the other, as a store would have recorded them. */
class LogBuilder {
  readonly events: Mutable<RecordedEvent>[] = [];

  add(stream: string, requestId: string, type: string, data: JsonObject, actor = 'client:x'): this {
    const revision = this.events.filter((event) => event.stream === stream).length;
    const position = String(this.events.length + 1).padStart(4, '0');
    const metadata = {
      org: 'default', actor, command_id: `${requestId}/${actor}`, schema_version: 1, occurred_at: '', $correlationId: requestId, $causationId: '',
    };
    this.events.push({ id: `event ${position}`, stream, revision, position, type, data, metadata });
    return this;
  }
}

/** A case that was opened, decided and told: everything as it should be. */
function flawless() {
  const customer = { external_id: 'c', full_name: 'Name a' };
  const log = new LogBuilder()
    .add('customer-default.7', 'r1', 'customer-created', { customer_id: 7, ...customer })
    .add('case-default.5', 'r1', 'case-created', {
      customer_id: 7, external_id: 'own', webhook_url: 'http://hook', metadata: { key: 'a' }, checks: [{ check_id: 640, check_type: 'PEP' }],
    })
    .add('case-default.5', 'r1', 'case-started', {})
    .add('case-default.5', 'r2', 'check-decided', { check_id: 640, outcome: 'ACCEPTED', risk_score: 0.5, note: 'b' })
    .add('case-default.5', 'r2', 'case-completed', { outcome: 'ACCEPTED' })
    .add('delivery-default.d', 'r2', 'delivery-scheduled', { case_id: 5, case_revision: 3 }, 'system:deliveries')
    .add('delivery-default.d', 'r2', 'delivery-succeeded', {}, 'system:deliveries')
    .add('case-default.5', 'r2', 'outcome-submitted', { case_revision: 3 }, 'system:processes').events;
  const ledger: Mutable<LedgerEntry>[] = [
    {
      requestId: 'r1',
      intent: { kind: 'create', key: 'a', externalId: 'own', customer, checkTypes: ['PEP'], autoStart: true, webhookUrl: 'http://hook' },
      answer: { status: 201, created: { caseId: 5, customerId: 7, externalId: 'own', revision: 1 } },
    },
    { requestId: 'r2', intent: { kind: 'decide', key: 'b', caseId: 5, checkId: 640, outcome: 'ACCEPTED', riskScore: 0.5 }, answer: { status: 200 } },
  ];
  const webhooks: Mutable<SeenWebhook>[] = [
    { webhookId: 'msg_d', attempt: 1, caseId: 5, revision: 3, outcome: 'ACCEPTED', signed: true, body: '{}' },
  ];
  return { log, ledger, webhooks };
}

describe('a run under load finds', () => {
  let { log, ledger, webhooks } = flawless();
  beforeEach(() => {
    ({ log, ledger, webhooks } = flawless());
  });

  const found = (): readonly Violation[] => [...verifyLog(log), ...verifyLedger(ledger, log, ['case', 'customer']), ...verifyWebhooks(log, webhooks)];
  const rules = (): readonly Rule[] => [...new Set(found().map(({ rule }) => rule))];
  /** Takes the event of this type out, as if it had never been stored. */
  const lose = (type: string): void => {
    const [lost] = log.splice(log.findIndex((event) => event.type === type), 1);
    for (const event of log) if (event.stream === lost!.stream && event.revision > lost!.revision) event.revision--;
  };
  const eventOf = (type: string): Mutable<RecordedEvent> => log.find((event) => event.type === type)!;
  /** Stores an event once more, by another command. */
  const repeat = (type: string, changes: Partial<RecordedEvent> = {}): void => {
    const { stream, metadata, ...event } = eventOf(type);
    const revision = log.filter((each) => each.stream === stream).length;
    log.push({ ...event, stream, id: 'event again', revision, position: '9999', metadata: { ...metadata, command_id: 'another' }, ...changes });
  };

  it('nothing where nothing is wrong', () => {
    expect(found()).toEqual([]);
    expect(openWork(log)).toEqual([]);
  });

  it.each(['case-created', 'check-decided', 'customer-created'])('an acknowledged write that is lost: %s', (type) => {
    lose(type);
    expect(rules()).toContain('lost');
  });

  it.each<[string, (event: Mutable<RecordedEvent>) => JsonObject]>([
    ['case-created', ({ data }) => ({ ...data, external_id: 'another' })],
    ['case-created', ({ data }) => ({ ...data, checks: [] })],
    ['case-created', ({ data }) => ({ ...data, customer_id: 8 })],
    ['check-decided', ({ data }) => ({ ...data, outcome: 'REJECTED' })],
    ['check-decided', ({ data }) => ({ ...data, risk_score: 0.6 })],
    ['customer-created', ({ data }) => ({ ...data, full_name: 'Somebody' })],
  ])('an acknowledged value that is another: %s', (type, change) => {
    const event = eventOf(type);
    event.data = change(event);
    expect(rules()).toEqual(['lost']);
  });

  it('an acknowledged start that is lost', () => {
    ledger.push({ requestId: 'r3', intent: { kind: 'start', key: 'c', caseId: 6 }, answer: { status: 200 } });
    expect(rules()).toEqual(['lost']);
  });

  it('a key that was said to be taken, and that nobody has', () => {
    ledger.push({ requestId: 'r3', intent: { ...ledger[0]!.intent, key: 'c', externalId: 'free' } as LedgerEntry['intent'], answer: { status: 400 } });
    expect(rules()).toEqual(['lost']);
  });

  it.each(['check-decided', 'case-started', 'case-completed', 'case-created'])('a write that was applied twice: %s', (type) => {
    repeat(type);
    expect(rules()).toContain('twice');
  });

  it('a second case or customer of one external_id', () => {
    repeat('case-created', { stream: 'case-default.6', revision: 0, data: { ...eventOf('case-created').data, metadata: { key: 'other' } } });
    expect(rules()).toContain('twice');
    log = flawless().log;
    repeat('customer-created', { stream: 'customer-default.8', revision: 0 });
    expect(rules()).toContain('twice');
  });

  it('a request without an answer that was carried out twice', () => {
    ledger[1] = { requestId: 'r2', intent: ledger[1]!.intent };
    expect(rules()).toEqual([]);
    repeat('check-decided');
    expect(rules()).toContain('twice');
  });

  it('the same event twice', () => {
    repeat('outcome-submitted', { id: eventOf('outcome-submitted').id });
    expect(rules()).toContain('twice');
  });

  it('a write that nobody asked for, or that was refused', () => {
    eventOf('case-started').metadata = { ...eventOf('case-started').metadata, $correlationId: 'unknown' };
    expect(rules()).toContain('unasked');
    ({ log, ledger } = flawless());
    ledger[1] = { ...ledger[1]!, answer: { status: 409 } };
    expect(rules()).toEqual(['unasked']);
    ({ log, ledger } = flawless());
    ledger.push({ ...ledger[0]!, requestId: 'r3', answer: { status: 400 } });
    expect(rules()).toEqual([]);
    repeat('customer-created', { type: 'customer-updated', metadata: { ...eventOf('customer-created').metadata, command_id: 'another', $correlationId: 'r3' } });
    expect(rules()).toEqual(['unasked']);
  });

  it.each<[string, () => void]>([
    ['a revision that is missing', () => log.splice(2, 1)],
    ['a revision that is there twice', () => (eventOf('case-started').revision = 0)],
    ['a position that is there twice', () => (eventOf('case-started').position = '0002')],
    ['streams out of the order of the log', () => log.splice(1, 2, log[2]!, log[1]!)],
  ])('%s', (_, tamper) => {
    tamper();
    expect(rules()).toContain('gap');
  });

  it.each<[string, () => unknown]>([
    ['a webhook that never came', () => webhooks.pop()],
    ['a webhook under a second id', () => webhooks.push({ ...webhooks[0]!, webhookId: 'msg_e' })],
    ['an id that two webhooks have', () => webhooks.push({ ...webhooks[0]!, revision: 9 })],
    ['a webhook with another body', () => webhooks.push({ ...webhooks[0]!, body: '{"a":1}' })],
    ['a webhook without a right signature', () => (webhooks[0]!.signed = false)],
    ['a webhook that tells another outcome', () => (webhooks[0]!.outcome = 'REJECTED')],
    ['a webhook of an outcome that never was', () => webhooks.push({ ...webhooks[0]!, webhookId: 'msg_f', caseId: 99 })],
  ])('%s', (_, tamper) => {
    tamper();
    expect(rules()).toEqual(['webhook']);
  });

  it('what is still under way', () => {
    lose('outcome-submitted');
    expect(openWork(log)).toEqual(['case-default.5@3']);
    lose('delivery-succeeded');
    expect(openWork(log)).toHaveLength(2);
  });

  it('no work in a decision that came after the outcome and did not change it', () => {
    lose('outcome-submitted');
    lose('check-decided');
    eventOf('delivery-scheduled').data = { case_id: 5, case_revision: 2 };
    repeat('case-started', { type: 'check-decided', data: { check_id: 640, note: 'later' } });
    expect(openWork(log)).toEqual([]);
  });
});
