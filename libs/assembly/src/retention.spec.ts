import { StoreUnavailableError } from '#event-sourcing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../../../test/support/eventually.js';
import { KeptService, LOOK } from './testing/kept-service.js';

const DAY = 24 * 3_600_000;
/** Longer than something is left alone that was made or changed, or that could not be deleted. */
const A_WHILE = 20_000;

describe('what may be kept no longer', () => {
  let service: KeptService;
  let retention: ReturnType<KeptService['retention']>;
  beforeEach(async () => {
    service = new KeptService();
    await service.start();
    retention = service.retention();
  });
  afterEach(async () => {
    await retention.stop();
    await service.dispose();
  });

  interface Made {
    readonly id: number;
    readonly checks: readonly { readonly id: number }[];
    readonly customer: { readonly id: number };
  }
  const open = async (json: object): Promise<Made> => {
    const { status, body } = await service.ask('POST', '/api/cases/', { json: { checks: [{ check_type: 'PEP' }], ...json } });
    expect(status).toBe(201);
    return body as unknown as Made;
  };
  const complete = async ({ checks }: Made): Promise<void> => {
    for (const { id } of checks) await service.ask('POST', `/api/checks/${id}/skip/`, { json: { reason: 'Not needed' } });
  };
  const upload = async (json: object): Promise<number> => {
    const { body } = await service.ask('POST', '/api/documents/', { json: { file: Buffer.from('a text').toString('base64'), original_name: 'a.txt', ...json } });
    return body.id as number;
  };
  const statuses = (...paths: readonly string[]): Promise<readonly number[]> =>
    Promise.all(paths.map(async (path) => (await service.ask('GET', `/api/${path}/`)).status));
  /** Within a few looks, since one thing goes after the other. */
  const gone = async (...paths: readonly string[]): Promise<void> => {
    for (let looks = 0; looks < 5 && (await statuses(...paths)).includes(200); looks++) await service.pass(LOOK);
    expect(await statuses(...paths)).toEqual(paths.map(() => 404));
  };
  const bytesGone = (): Promise<void> =>
    eventually(() => {
      expect(service.files).toBe(0);
    });

  it('goes when its days are over and not a millisecond earlier, with all that belongs to it', async () => {
    const made = await open({ external_id: 'loan-1', customer: { external_id: 'ada', full_name: 'Ada', delete_after: 0 }, delete_after: 30 });
    const documents = [await upload({ case_id: made.id }), await upload({ check_id: made.checks[0]!.id }), await upload({ customer_id: made.customer.id })];
    const [ofCase, ofCheck, ofCustomer] = documents.map((id) => `documents/${id}`) as [string, string, string];
    const [itself, check, customer] = [`cases/${made.id}`, `checks/${made.checks[0]!.id}`, `customers/${made.customer.id}`];
    await service.pass(400 * DAY);
    await complete(made);

    await service.pass(30 * DAY - 1);
    expect(await statuses(itself, check, customer, ofCase, ofCheck, ofCustomer)).toEqual([200, 200, 200, 200, 200, 200]);
    await service.pass(LOOK);
    expect(await statuses(itself, check, customer)).toEqual([404, 404, 200]);
    await gone(customer, ofCase, ofCheck, ofCustomer);
    await bytesGone();

    for (const list of ['cases/?external_id=loan-1', `checks/?case_id=${made.id}`, 'customers/?external_id=ada', 'documents/']) {
      expect((await service.ask('GET', `/api/${list}`)).body).toMatchObject({ count: 0, results: [] });
    }
    const again = await open({ external_id: 'loan-1', customer: { external_id: 'ada', full_name: 'Somebody Else' } });
    expect(again).not.toMatchObject({ id: made.id });
    expect(again.customer.id).not.toBe(made.customer.id);
  });

  it('stays when somebody changes their mind in the last moment, and goes by what holds then', async () => {
    const made = await open({ customer: { full_name: 'Ada' }, delete_after: 30 });
    await complete(made);
    await service.pass(30 * DAY - 1);
    const keep = (delete_after: number) => service.ask('PATCH', `/api/cases/${made.id}/`, { json: { delete_after } });
    expect((await keep(-1)).status).toBe(200);
    await service.pass(400 * DAY);
    expect(await statuses(`cases/${made.id}`)).toEqual([200]);
    expect((await keep(430)).status).toBe(200);
    await service.pass(LOOK);
    expect(await statuses(`cases/${made.id}`)).toEqual([404]);
  });

  it('goes when its days were over while nothing ran, and what has a day left stays', async () => {
    const [over, left] = [await open({ customer: { full_name: 'Ada' }, delete_after: 30 }), await open({ customer: { full_name: 'Ada' }, delete_after: 31 })];
    for (const made of [over, left]) await complete(made);
    await retention.stop();
    await service.pass(30.5 * DAY);
    expect(await statuses(`cases/${over.id}`, `cases/${left.id}`)).toEqual([200, 200]);
    retention = service.retention();
    await service.pass(0);
    expect(await statuses(`cases/${over.id}`, `cases/${left.id}`)).toEqual([404, 200]);
  });

  it('goes in the end though the store did not take it at first, and holds up nothing else', async () => {
    const [first, second] = [await open({ customer: { full_name: 'Ada' }, delete_after: 1 }), await open({ customer: { full_name: 'Ada' }, delete_after: 1 })];
    for (const made of [first, second]) await complete(made);
    service.frail.before = (stream) => {
      if (stream === `case-default.${first.id}`) throw new StoreUnavailableError('The store is away.');
    };
    await service.pass(DAY);
    expect(await statuses(`cases/${first.id}`, `cases/${second.id}`)).toEqual([200, 404]);
    service.frail.revive();
    await service.pass(A_WHILE);
    expect(await statuses(`cases/${first.id}`)).toEqual([404]);
  });

  it('is a document that nobody used, with its bytes, and a customer of whom no case was made', async () => {
    const document = await upload({ delete_after: 0 });
    const { body } = await service.ask('POST', '/api/customers/', { json: { full_name: 'Ada', delete_after: 0 } });
    const paths = [`documents/${document}`, `customers/${String(body.id)}`];
    await service.pass(LOOK);
    expect(await statuses(...paths)).toEqual([200, 200]);
    await service.pass(A_WHILE);
    await gone(...paths);
    await bytesGone();
  });
});
