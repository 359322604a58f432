import { describe, expect, test } from '@jest/globals';
import { HealthChecks } from './health.js';
import { ManualTime } from '#event-sourcing/testing';

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

  test('does not wait for a part that says nothing', async () => {
    const time = new ManualTime();
    const health = new HealthChecks(time);
    health.register('event store', () => new Promise(() => undefined));
    const readiness = health.readiness();
    time.advance(2_000);
    await expect(readiness).resolves.toEqual({ ready: false, checks: { 'event store': 'down' } });
    expect(time.waiting).toBe(0);
  });

  test('ends when the process is about to', async () => {
    const health = new HealthChecks();
    health.drain();
    await expect(health.readiness()).resolves.toEqual({ ready: false, checks: {} });
  });
});
