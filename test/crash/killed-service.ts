import { setTimeout as delay } from 'node:timers/promises';
import type { Service } from '../support/service.js';
import type { ServiceUnderLoad } from '../load/service-under-load.js';

/** A service that is killed and started again: requests wait until it is up, and get no answer when it dies meanwhile. */
export const killedService = (service: Service): ServiceUnderLoad => ({
  async ask(...request) {
    while (!service.running) await delay(5);
    try {
      return await service.api.request(...request);
    } catch {
      return undefined;
    }
  },
});
