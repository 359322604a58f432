import { setTimeout as delay } from 'node:timers/promises';
import type { Answer } from '../support/api-client.js';
import type { Service } from '../support/service.js';
import type { ServiceUnderLoad } from '../load/service-under-load.js';

/**
 * A service that is killed and started again: requests wait until it is up, and get no answer when it dies meanwhile. Nor when the
 * claim of a request that died so stands in the way.
 */
export const killedService = (service: Service): ServiceUnderLoad => ({
  async ask(...request) {
    while (!service.running) await delay(5);
    try {
      const answer = await service.api.request(...request);
      return isInTheWay(answer) ? undefined : answer;
    } catch {
      return undefined;
    }
  },
});

const isInTheWay = ({ status, body }: Answer): boolean => status === 503 && (body as { readonly code?: string }).code === 'case_being_made';
