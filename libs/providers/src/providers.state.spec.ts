import { CommandRunner, type Position } from '#event-sourcing';
import { InMemoryEventStore } from '#event-sourcing/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { noProviderSettings, type ProviderSettings } from './provider.settings.js';
import { providersAggregate, providersAt, providersStream } from './providers.state.js';

describe('what an organization has set', () => {
  let store: InMemoryEventStore;
  beforeEach(() => {
    store = new InMemoryEventStore();
  });

  const settings = (name: string): ProviderSettings => ({ providers: { [name]: { kind: 'manual' } }, check_types: {} });

  async function set(name: string): Promise<Position> {
    const context = { org: 'acme', actor: 'client:spec', commandId: name, correlationId: name, now: 0 };
    const { events } = await new CommandRunner(store).run(providersAggregate, providersStream('acme'), () => [{ type: 'providers-set', data: settings(name) }], context);
    return events[0]!.position;
  }

  it('is what it set last, now or at a moment of the log', async () => {
    expect(await providersAt(store, 'acme')).toEqual(noProviderSettings);
    const [first, second, third] = [await set('one'), await set('two'), await set('three')];
    expect(await providersAt(store, 'acme')).toEqual(settings('three'));
    for (const [position, name] of [[third, 'three'], [second, 'two'], [first, 'one']] as const) {
      expect(await providersAt(store, 'acme', position)).toEqual(settings(name));
    }
    expect(await providersAt(store, 'acme', '')).toEqual(noProviderSettings);
    expect(await providersAt(store, 'globex', third)).toEqual(noProviderSettings);
  });
});
