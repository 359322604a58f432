import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CommandService, type Producer } from './support/command-service.js';
import { eventually } from './support/eventually.js';

const SCREENING = '11111111-1111-4111-8111-111111111111';
const OF_BANK = '22222222-2222-4222-8222-222222222222';
const ALL = ['cases:write', 'customers:write', 'decisions:write'] as const;

const CREATE = 'casetrail.create-case.v1';
const START = 'casetrail.start-case.v1';
const UPSERT = 'casetrail.upsert-customer.v1';
const DECIDE = 'casetrail.decide-check.v1';

const newCase = { customer: { full_name: 'Ada Lovelace' }, checks: [{ check_type: 'PEP' }] };

describe('commands by message', () => {
  let service: CommandService;
  let producer: Producer;
  beforeEach(async () => {
    service = await CommandService.started();
    producer = await service.producer('acme', ALL, SCREENING);
  });
  afterEach(() => service.dispose());

  const changes = async (): Promise<string[]> => (await service.domainEvents()).map(({ type, stream }) => `${stream} ${type}`);

  it('do what HTTP does, and are answered', async () => {
    const customer = await service.ask(service.command(producer, UPSERT, { external_id: 'ada', full_name: 'Ada Lovelace' }));
    expect(customer.body.result).toEqual({ customer_id: 1, external_id: 'ada', revision: 0 });

    const created = await service.ask(service.command(producer, CREATE, { customer_id: 1, checks: [{ check_type: 'PEP' }], external_id: 'loan-1', auto_start: false }));
    const ofCase = { case_id: 1, external_id: 'loan-1', customer_id: 1, outcome: null, risk_score: null };
    expect(created.body.result).toEqual({ ...ofCase, status: 'PENDING', revision: 0, checks: [{ check_id: 128, check_type: 'PEP', status: 'PENDING' }] });

    const started = await service.ask(service.command(producer, START, { case_id: 1 }));
    expect(started.body.result).toEqual({ ...ofCase, status: 'PROCESSING', revision: 2, action_taken: 'started' });

    const decided = await service.ask(service.command(producer, DECIDE, { check_id: 128, outcome: 'ACCEPTED', risk_score: 0.1, note: 'No match.' }));
    expect(decided.body.result).toEqual({
      check_id: 128, outcome: 'ACCEPTED', status: 'DECIDED', case: { ...ofCase, status: 'COMPLETED', outcome: 'ACCEPTED', risk_score: 0.1, revision: 4 },
    });
  });

  it('are answered by a CloudEvent that names the command, its producer and what it all began with', async () => {
    const command = service.command(producer, UPSERT, { full_name: 'Ada' }, { ce_id: 'upsert-1', ce_correlationid: 'onboarding-9' });
    const { message, body } = await service.ask(command);
    expect(message.headers).toMatchObject({
      ce_type: 'casetrail.command.succeeded.v1', ce_subject: 'upsert-1', ce_correlationid: 'onboarding-9', ce_org: 'acme', ce_producer: SCREENING,
    });
    expect(message.key).toBe('acme.upsert-1');
    expect(body).toMatchObject({ command_id: 'upsert-1', command_type: UPSERT });
    const [event] = (await service.domainEvents()).filter(({ type }) => type === 'customer-created');
    expect(event?.metadata).toMatchObject({ org: 'acme', actor: `producer:${SCREENING}`, $correlationId: 'onboarding-9', $causationId: 'upsert-1' });
  });

  it('are carried out once, however often they come, and get the very same reply', async () => {
    const command = service.command(producer, CREATE, newCase);
    const first = await service.ask(command);
    const before = await changes();
    expect(before.filter((change) => change.endsWith('-created'))).toHaveLength(2);
    await service.restart();
    for (const again of [await service.ask(command), await service.ask({ ...command, key: 'another' })]) {
      const { headers, key, value } = again.message;
      expect({ headers, key, value }).toEqual({ headers: first.message.headers, key: first.message.key, value: first.message.value });
    }
    expect(await changes()).toEqual(before);
  });

  it('hear the same again, whatever has happened since', async () => {
    const early = service.command(producer, START, { case_id: 1 });
    const refused = await service.ask(early);
    expect(refused.body.problem?.code).toBe('case_not_found');
    await service.ask(service.command(producer, CREATE, { ...newCase, customer: { external_id: 'ada', full_name: 'Ada King' } }));
    const idle = service.command(producer, START, { case_id: 1 });
    expect((await service.ask(idle)).body.result?.action_taken).toBe('noop_already_running');
    await service.ask(service.command(producer, DECIDE, { check_id: 128, outcome: 'ACCEPTED' }));
    const before = await changes();
    expect((await service.ask(early)).message.value).toBe(refused.message.value);
    expect((await service.ask(idle)).body.result?.action_taken).toBe('noop_already_running');
    expect(await changes()).toEqual(before);
  });

  it('keep the order of their key', async () => {
    const names = Array.from({ length: 20 }, (_, index) => `Ada the ${index}`);
    await service.send(...names.map((full_name) => service.command(producer, UPSERT, { external_id: 'ada', full_name })));
    await eventually(() => {
      expect(service.replies).toHaveLength(names.length);
    });
    const told = (await service.domainEvents()).flatMap(({ type, data }) => (type.startsWith('customer-') ? [data.full_name] : []));
    expect(told).toEqual(names);
  });

  describe('of another organization', () => {
    let ofBank: Producer;
    beforeEach(async () => {
      ofBank = await service.producer('bank', ALL, OF_BANK);
      await service.ask(service.command(producer, CREATE, newCase));
    });

    it.each([
      [START, { case_id: 1 }, 'case_not_found'],
      [DECIDE, { check_id: 128, outcome: 'REJECTED' }, 'check_not_found'],
    ])('reach nothing: %s', async (type, data, code) => {
      const before = await changes();
      const { body, message } = await service.ask(service.command(ofBank, type, { ...data, org: 'acme' }, { ce_org: 'acme', key: 'acme.1' }));
      expect(body.problem).toMatchObject({ code, status: 404 });
      expect(message.headers.ce_org).toBe('bank');
      expect(await changes()).toEqual(before);
    });

    it('make things in their own', async () => {
      const { body } = await service.ask(service.command(ofBank, CREATE, { ...newCase, org: 'acme' }, { ce_org: 'acme', ce_source: '/casetrail/acme' }));
      expect(body.problem?.code).toBe('invalid_signature');
      await service.ask(service.command(ofBank, CREATE, { ...newCase, org: 'acme' }, { ce_org: 'acme', ce_subject: '1' }));
      expect((await changes()).filter((change) => change.includes('-bank.') && change.endsWith('case-created'))).toHaveLength(1);
      expect((await changes()).filter((change) => change.includes('-acme.') && change.endsWith('case-created'))).toHaveLength(1);
    });

    it('are not known by the id of another producer', async () => {
      const { body } = await service.ask(service.command(ofBank, START, { case_id: 1 }, { ce_producer: SCREENING }));
      expect(body.problem).toMatchObject({ code: 'invalid_signature', status: 401 });
    });
  });

  describe('are refused and change nothing', () => {
    it.each<[what: string, code: string, status: number, prepare: () => Promise<Parameters<CommandService['command']>>]>([
      ['with a signature that does not fit', 'invalid_signature', 401, async () => [{ ...producer, secret: 'guessed' }, CREATE, newCase]],
      ['without the scope', 'insufficient_scope', 403, async () => [await service.producer('acme', ['decisions:write'], OF_BANK), CREATE, newCase]],
      ['of a producer that was revoked', 'producer_revoked', 401, async () => {
        await service.revoke(producer);
        await service.restart();
        return [producer, CREATE, newCase];
      }],
      ['that are too old', 'signature_expired', 401, async () => [producer, CREATE, newCase, { ce_time: new Date(Date.now() - 8 * 86_400_000).toISOString() }]],
      ['from the future', 'signature_expired', 401, async () => [producer, CREATE, newCase, { ce_time: new Date(Date.now() + 600_000).toISOString() }]],
      ['with a wrong field', 'invalid', 400, async () => [producer, CREATE, { ...newCase, checks: [{ check_type: 'PEPPER' }] }]],
      ['with a body that is no object', 'invalid', 400, async () => [producer, CREATE, []]],
      ['with a customer that does not exist', 'does_not_exist', 400, async () => [producer, CREATE, { customer_id: 7 }]],
      ['with a new customer that has no name', 'required', 400, async () => [producer, UPSERT, { external_id: 'ada' }]],
    ])('%s', async (_, code, status, prepare) => {
      const command = service.command(...(await prepare()));
      const first = await service.ask(command);
      expect(first.message.headers.ce_type).toBe('casetrail.command.failed.v1');
      expect(first.body.problem).toMatchObject({ code, status });
      const again = await service.ask(command);
      expect([again.message.headers, again.message.value]).toEqual([first.message.headers, first.message.value]);
      expect(await changes()).toEqual([]);
    });

    it('naming the field and the rule, as HTTP does', async () => {
      const fields = async (type: string, data: unknown) => (await service.ask(service.command(producer, type, data))).body.problem?.errors;
      expect(await fields(CREATE, { customer: { full_name: '' }, checks: [{ check_type: 'PEPPER' }] })).toEqual([
        { pointer: '#/customer/full_name', code: 'blank', detail: 'This field may not be blank.' },
        { pointer: '#/checks/0/check_type', code: 'invalid_choice', detail: '"PEPPER" is not a valid choice.' },
      ]);
      expect(await fields(CREATE, { customer: {} })).toEqual([{ pointer: '#/customer/full_name', code: 'required', detail: 'This field is required.' }]);
      expect(await fields(UPSERT, {})).toEqual([{ pointer: '#/full_name', code: 'required', detail: 'This field is required.' }]);
      expect(await fields(DECIDE, { check_id: 128 })).toEqual([{ pointer: '#/outcome', code: 'required', detail: 'This field is required.' }]);
    });
  });

  it('come back to a forger without passing for the reply to the real one', async () => {
    const command = service.command(producer, CREATE, newCase);
    const forged = await service.ask({ ...command, value: JSON.stringify({ ...newCase, auto_start: false }) });
    const real = await service.ask(command);
    expect(real.body.result?.status).toBe('PROCESSING');
    expect(real.message.headers.ce_id).not.toBe(forged.message.headers.ce_id);
  });

  it('become dead letters when nobody can be answered', async () => {
    await service.send(
      service.command({ ...producer, id: OF_BANK }, CREATE, newCase, { key: 'a' }),
      service.command(producer, CREATE, undefined, { key: 'b', value: '{' }),
      service.command(producer, CREATE, undefined, { key: 'c', value: '{"__proto__":{}}' }),
      service.command(producer, 'casetrail.delete-everything.v1', {}, { key: 'd' }),
      service.command(producer, CREATE, newCase, { key: 'e', ce_producer: undefined }),
      service.command(producer, CREATE, newCase, { key: 'f', ce_id: 'a\nb' }),
    );
    expect([...(await service.deadLetters(6))].sort()).toEqual([
      'UnprocessableMessageError: Nobody here knows messages of type "casetrail.delete-everything.v1".',
      'UnprocessableMessageError: The body is not valid JSON.',
      'UnprocessableMessageError: The message has no proper "ce_id".',
      'UnprocessableMessageError: The message has no proper "ce_producer".',
      'UnprocessableMessageError: The producer that the message names is not registered.',
      'UnprocessableMessageError: __proto__: The name __proto__ cannot be used.',
    ]);
    expect([service.replies, await changes()]).toEqual([[], []]);
  });
});
