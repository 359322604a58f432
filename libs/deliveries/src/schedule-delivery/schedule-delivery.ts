import type { PlannedDelivery } from '../delivery.channel.js';
import type { DeliveryEvent } from '../delivery.events.js';
import type { DeliveryState } from '../delivery.state.js';

/** Schedules a delivery, once. */
export function scheduleDelivery(command: PlannedDelivery, state: DeliveryState | undefined): readonly DeliveryEvent[] {
  if (state !== undefined) return [];
  const { channel, caseId, caseRevision, platform, host, impossible } = command;
  const data = { channel, case_id: caseId, case_revision: caseRevision, host, ...(platform === undefined ? {} : { platform }) };
  const scheduled: DeliveryEvent = { type: 'delivery-scheduled', data };
  if (impossible === undefined) return [scheduled];
  return [scheduled, { type: 'delivery-abandoned', data: { attempts: 0, reason: impossible } }];
}
