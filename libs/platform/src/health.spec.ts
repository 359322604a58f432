import { describe, expect, test } from '@jest/globals';
import { HealthChecks } from './health.js';

describe('readiness', () => {
  test('is given when every part is up', async () => {
    const health = new HealthChecks();
    health.register('event store', () => undefined);
    await expect(health.readiness()).resolves.toEqual({ ready: true, checks: { 'event store': 'up' } });
  });

  test('names the parts that are down, whether they throw or reject', async () => {
    const health = new HealthChecks();
    health.register('event store', async () => undefined);
    health.register('read store', () => Promise.reject(new Error('gone')));
    health.register('broker', () => {
      throw new Error('gone');
    });
    await expect(health.readiness()).resolves.toEqual({
      ready: false,
      checks: { 'event store': 'up', 'read store': 'down', broker: 'down' },
    });
  });

  test('ends when the process is about to', async () => {
    const health = new HealthChecks();
    health.drain();
    await expect(health.readiness()).resolves.toEqual({ ready: false, checks: {} });
  });
});
