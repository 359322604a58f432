import { type ConsumerStatus, UnprocessableMessageError } from '#broker';
import type { Logger } from '#event-sourcing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RpcException } from '@nestjs/microservices';
import { event, Everything, world } from './testing/handlers.js';
import { TransportSpec, until } from './testing/transport-spec.js';

class Outage extends Error {}

describe('a Nest microservice that cannot handle a message', () => {
  let spec: TransportSpec;
  beforeEach(async () => {
    spec = await TransportSpec.begun();
  });
  afterEach(() => spec.end());

  it.each([
    ['failing-observable.v1', 'Error: from an observable', 2],
    ['synchronous.v1', 'Error: from a synchronous handler', 2],
    ['no-error.v1', 'Error: A handler threw what is no error.', 2],
    ['guarded.v1', 'Error: Forbidden resource', 2],
    ['validated.v1', 'UnprocessableMessageError: case_id: Invalid input: expected number, received string', 1],
    ['unheard-of.v1', 'UnprocessableMessageError: Nobody here knows messages of type "unheard-of.v1".', 1],
  ])('makes a dead letter of what fails: %s', async (type, error, attempts) => {
    await spec.broker.publish('cases', [event(type, '1', { case_id: 'x' })]);
    await spec.start();
    expect(await spec.parked(1)).toEqual([error]);
    expect((await spec.broker.deadLetters('cases', 'g').list())[0]?.attempts).toBe(attempts);
    expect(world.seen).toEqual([]);
  });

  it.each([
    ['bad JSON', { ...event('promise.v1'), value: '{' }, 'MalformedMessageError: The message has no proper "value".'],
    ['no headers', { ...event('promise.v1'), headers: {} }, 'MalformedMessageError: The message has no proper "ce_specversion".'],
  ])('makes a dead letter of a message that is no event: %s', async (_, message, error) => {
    await spec.broker.publish('cases', [message]);
    await spec.start();
    expect(await spec.parked(1)).toEqual([error]);
  });

  it('lets a handler say that a message can never be handled', async () => {
    await spec.broker.publish('cases', [event('promise.v1')]);
    world.work = async () => {
      throw new UnprocessableMessageError('no such organization');
    };
    await spec.start();
    expect(await spec.parked(1)).toEqual(['UnprocessableMessageError: no such organization']);
  });

  it.each(['promise.v1', 'observable.v1', 'scoped.v1'])('knows an outage by the very error that the handler threw: %s', async (type) => {
    await spec.broker.publish('cases', [event(type)]);
    let left = 5;
    world.work = async () => {
      if (left-- > 0) throw new Outage('away');
    };
    const statuses: ConsumerStatus[] = [];
    await spec.start(spec.transport({ isOutage: (error) => error instanceof Outage, onStatus: (status) => statuses.push(status) }));
    await until(() => world.seen.length === 1);
    expect(statuses.map(({ state }) => state)).toEqual([...Array<string>(5).fill('retrying'), 'running']);
    expect(await spec.errors()).toEqual([]);
  });

  it('keeps the message while the errors of handlers are hidden from it', async () => {
    await spec.broker.publish('cases', [event('failing-observable.v1')]);
    const statuses: ConsumerStatus[] = [];
    await spec.start(spec.transport({ onStatus: (status) => statuses.push(status) }), Everything, (app) => app);
    await until(() => statuses.length === 5);
    expect(statuses.map(({ state }) => state)).toEqual(Array<string>(5).fill('retrying'));
    expect(statuses[0]).toMatchObject({ error: { message: expect.stringContaining('letErrorsThrough') } });
    expect(await spec.errors()).toEqual([]);
  });

  it('tells operators of each failure, without what is in the message', async () => {
    await spec.broker.publish('cases', [event('synchronous.v1', 'secret'), event('promise.v1', 'secret')]);
    const lines: [string, object, string][] = [];
    const log = (level: string) => (fields: object, message: string) => void lines.push([level, fields, message]);
    const logger: Logger = { info: log('info'), warn: log('warn'), error: log('error') };
    await spec.start(spec.transport({ logger }));
    await spec.parked(2);
    const about = { topic: 'cases', group: 'g', offset: '0', type: 'synchronous.v1', err: expect.any(RpcException) };
    expect(lines).toEqual([
      ['warn', { ...about, failures: 1, retry_in_ms: expect.any(Number) }, 'a message failed, will be tried again'],
      ['error', { ...about, failures: 2 }, 'a message became a dead letter'],
      ['warn', { topic: 'cases', group: 'g', offset: '1', type: 'promise.v1', failures: 0 }, 'a message waits behind a dead letter of its key'],
    ]);
    expect(JSON.stringify(lines)).not.toContain('secret');
  });
});
