import { collectDefaultMetrics, Registry } from 'prom-client';

/** A registry of the process's own, with the figures of the runtime in it (memory, event loop, garbage collection). */
export function createMetrics(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}
