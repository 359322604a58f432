import { type Broker, type Message, UnprocessableMessageError } from '#broker';
import { CommandRunner, conflict, DomainError, StoreUnavailableError, UnknownOutcomeError } from '#event-sourcing';
import { InMemoryEventStore, ManualTime } from '#event-sourcing/testing';
import type { OrganizationDirectory } from '#organizations';
import { createLogger, loadSettings } from '#platform';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { Command, type CommandBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { CommandInbox } from './command-inbox.service.js';
import { commandContract } from './command-contract.js';
import type { CommandMessage } from './command-message.js';
import { signCommand } from './signature.js';

const PRODUCER = '11111111-1111-4111-8111-111111111111';

class Greet extends Command<string> {}

const greet = commandContract({
  type: 'casetrail.greet.v1',
  summary: 'Say hello.',
  scope: 'cases:write',
  schema: z.object({ name: z.string() }),
  example: { name: 'Ada' },
  toCommand: () => new Greet(),
  result: z.object({ greeting: z.string() }),
  resultExample: { greeting: 'Hello' },
  toResult: (greeting) => ({ greeting }),
});

describe('the inbox of commands', () => {
  const time = new ManualTime();
  let store: InMemoryEventStore;
  let published: Message[];
  let greeted: number;
  let greeting: () => Promise<string>;
  let publishing: () => Promise<void>;
  beforeEach(() => {
    store = new InMemoryEventStore();
    published = [];
    greeted = 0;
    greeting = async () => `Hello number ${greeted}`;
    publishing = async () => undefined;
  });

  const inbox = (): CommandInbox => {
    const bus = {
      execute: () => {
        greeted++;
        return greeting();
      },
    };
    const producers = { producer: async () => ({ producerId: PRODUCER, org: 'acme', scopes: new Set(['cases:write']), secret: 'secret', revoked: false }) };
    const broker = {
      publish: async (_: string, messages: readonly Message[]) => {
        await publishing();
        published.push(...messages);
      },
    };
    return new CommandInbox(
      new CommandRunner(store),
      bus as unknown as CommandBus,
      producers as unknown as OrganizationDirectory,
      broker as unknown as Broker,
      time,
      createLogger(loadSettings({ LOG_LEVEL: 'silent' })),
    );
  };
  const command = (body = '{"name":"Ada"}'): CommandMessage => {
    const parts = { id: 'greet-1', source: '/spec', type: greet.type, time: new Date(time.now()).toISOString(), body };
    return { ...parts, producerId: PRODUCER, signature: signCommand('secret', parts), correlationId: 'greet-1' };
  };

  it('stores the answer before it is told, and tells the stored one when the message comes again', async () => {
    publishing = () => Promise.reject(new Error('the broker is away'));
    await expect(inbox().handle(greet, command())).rejects.toThrow(UnknownOutcomeError);
    publishing = async () => undefined;
    await inbox().handle(greet, command());
    await inbox().handle(greet, command());
    expect(greeted).toBe(1);
    expect(published.map(({ value }) => JSON.parse(value) as unknown)).toEqual(
      Array(2).fill({ command_id: 'greet-1', command_type: greet.type, result: { greeting: 'Hello number 1' } }),
    );
    expect(published[1]).toEqual(published[0]);
  });

  it('gives two consumers at the same message one answer', async () => {
    await Promise.all([inbox().handle(greet, command()), inbox().handle(greet, command())]);
    expect(published).toHaveLength(2);
    expect(published[1]).toEqual(published[0]);
    expect((await store.readAll()).map(({ type }) => type)).toEqual(['command-succeeded']);
  });

  it.each([
    ['a store that is away', new StoreUnavailableError()],
    ['a store that is away, in the words of the domain', new DomainError('unavailable', 'event_store_unavailable', 'Try again.')],
    ['others that kept writing first', conflict('too_many_writers', 'Try again.')],
    ['a defect', new TypeError('undefined is not a function')],
  ])('answers nothing because of %s', async (_, error) => {
    greeting = () => Promise.reject(error);
    await expect(inbox().handle(greet, command())).rejects.toBe(error);
    expect([published, await store.readAll()]).toEqual([[], []]);
    greeting = async () => 'Hello after all';
    await inbox().handle(greet, command());
    expect(published[0]?.value).toContain('Hello after all');
  });

  it('keeps a refusal by a rule as it keeps a result', async () => {
    greeting = () => Promise.reject(conflict('asleep', 'Nobody greets at night.'));
    await inbox().handle(greet, command());
    greeting = async () => 'Hello';
    await inbox().handle(greet, command());
    expect(published[1]).toEqual(published[0]);
    expect(JSON.parse(published[0]?.value ?? '')).toEqual({
      command_id: 'greet-1',
      command_type: greet.type,
      problem: {
        type: 'urn:casetrail:problem:asleep', title: 'Conflict', status: 409, detail: 'Nobody greets at night.', code: 'asleep', request_id: 'greet-1',
      },
    });
  });

  it('keeps nothing of a body that is wrong: its errors may repeat what it said', async () => {
    await inbox().handle(greet, command('{"name":5}'));
    expect(published[0]?.headers).toMatchObject({ ce_type: 'casetrail.command.failed.v1', ce_time: '2026-01-02T03:04:05.678Z' });
    expect(await store.readAll()).toEqual([]);
  });

  it('says that a body which is no JSON can never be handled', async () => {
    await expect(inbox().handle(greet, command('{'))).rejects.toThrow(UnprocessableMessageError);
  });
});
