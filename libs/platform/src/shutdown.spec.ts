import { EventEmitter, once } from 'node:events';
import { describe, expect, test } from '@jest/globals';
import { silentLogger } from '#event-sourcing';
import { onShutdown, type ShutdownStep } from './shutdown.js';

class Host extends EventEmitter {
  exit(code: number): void {
    this.emit('exited', code);
  }
}

function shutdown(steps: readonly ShutdownStep[], timeLimit = 60_000) {
  const host = new Host();
  const told: string[] = [];
  const about: object[] = [];
  const logger = {
    ...silentLogger,
    error: (fields: object, message: string) => {
      told.push(message);
      about.push(fields);
    },
  };
  onShutdown({ steps, logger, timeLimit, process: host });
  return { host, told, about, exited: once(host, 'exited') as Promise<[number]> };
}

describe('shutting down', () => {
  test('takes the steps in order, each after the one before', async () => {
    const done: string[] = [];
    const step = (name: string): ShutdownStep => ({ name, run: () => Promise.resolve().then(() => void done.push(name)) });
    const { host, exited } = shutdown([step('readiness'), step('connections'), step('stores')]);
    host.emit('SIGTERM');
    expect(await exited).toEqual([0]);
    expect(done).toEqual(['readiness', 'connections', 'stores']);
  });

  test('goes on after a step that fails, and says so', async () => {
    const done: string[] = [];
    const { host, told, exited } = shutdown([
      { name: 'connections', run: () => Promise.reject(new Error('stuck')) },
      { name: 'stores', run: () => void done.push('stores') },
    ]);
    host.emit('SIGINT');
    expect(await exited).toEqual([1]);
    expect(done).toEqual(['stores']);
    expect(told).toEqual(['A step of shutting down failed.']);
  });

  const endless: ShutdownStep = { name: 'endless', run: () => Promise.withResolvers<undefined>().promise };

  test('ends at once at a second signal', async () => {
    const { host, told, exited } = shutdown([endless], 60_000);
    host.emit('SIGTERM');
    host.emit('SIGTERM');
    expect(await exited).toEqual([1]);
    expect(told).toEqual(['Second signal: ending at once.']);
  });

  test('ends when it takes too long, and says what did', async () => {
    const { host, told, about, exited } = shutdown([{ name: 'quick', run: () => undefined }, endless], 1);
    host.emit('SIGTERM');
    expect(await exited).toEqual([1]);
    expect(told).toEqual(['Shutting down took too long: ending at once.']);
    expect(about).toEqual([{ timeLimit: 1, step: 'endless' }]);
  });
});
