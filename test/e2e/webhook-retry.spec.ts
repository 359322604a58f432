import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { Service, WEBHOOK_SECRET } from '../support/service.js';
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.js';

jest.setTimeout(120_000);

describe('a webhook that its receiver could not take', () => {
  let service: Service;
  let receiver: WebhookReceiver;
  beforeAll(async () => {
    receiver = await startWebhookReceiver([WEBHOOK_SECRET]);
    service = await Service.started();
  });
  afterAll(async () => {
    await service.dispose();
    await receiver.close();
  });

  it('is sent again, as the same one, though the service was killed in between', async () => {
    receiver.answers.push(500);
    const { checks } = await service.api.createCase({
      customer: { full_name: 'Ada' }, checks: [{ check_type: 'PEP' }], webhook_url: receiver.url,
    });
    await service.api.decideCheck(checks[0]!.id, { outcome: 'ACCEPTED' });
    await receiver.arrived(1);
    await failureRecorded();
    await service.kill();
    await service.start();

    const [first, second] = await receiver.arrived(2);
    expect(second).toMatchObject({ webhookId: first!.webhookId, attempt: 2, verdict: 'valid', body: first!.body });
    // The pause that Standard Webhooks recommends is 5 s, give or take a tenth.
    expect(second!.at - first!.at).toBeGreaterThan(4_400);
  });

  async function failureRecorded(): Promise<void> {
    const log = await service.openLog();
    try {
      await eventually(async () => {
        expect(await log.readAll({ filter: { types: ['delivery-attempt-failed'] } })).toHaveLength(1);
      });
    } finally {
      await log.close();
    }
  }
});
