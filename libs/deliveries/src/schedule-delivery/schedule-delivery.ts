import type { DeliveryChannelName, DeliveryEvent, PlatformRecord } from '../delivery.events.js';
import type { DeliveryState } from '../delivery.state.js';

/** A delivery to be made; its stream's name says for whom. */
export interface ScheduleDelivery {
  readonly channel: DeliveryChannelName;
  readonly caseId: number;
  readonly caseRevision: number;
  readonly platform?: PlatformRecord;
  readonly host: string;
  /** Why it cannot even be tried. It is put on record all the same. */
  readonly impossible?: string;
}

/** Schedules a delivery, once. */
export function scheduleDelivery(command: ScheduleDelivery, state: DeliveryState | undefined): readonly DeliveryEvent[] {
  if (state !== undefined) return [];
  const { channel, caseId, caseRevision, platform, host, impossible } = command;
  const data = { channel, case_id: caseId, case_revision: caseRevision, host, ...(platform === undefined ? {} : { platform }) };
  const scheduled: DeliveryEvent = { type: 'delivery-scheduled', data };
  if (impossible === undefined) return [scheduled];
  return [scheduled, { type: 'delivery-abandoned', data: { attempts: 0, reason: impossible } }];
}
