import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { GroupBusyError } from '#broker';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Module, type Type } from '@nestjs/common';
import { EventPattern, MessagePattern } from '@nestjs/microservices';
import { event, Handlers, world } from './testing/handlers.js';
import { TransportSpec, until } from './testing/transport-spec.js';

describe('a Nest microservice on a broker', () => {
  let spec: TransportSpec;
  beforeEach(async () => {
    spec = await TransportSpec.begun();
  });
  afterEach(() => spec.end());

  it('gives a handler the event, and the message behind it', async () => {
    await spec.broker.publish('cases', [event('promise.v1', '17', { case_id: 17 })]);
    await spec.start();
    await until(() => world.seen.length === 1);
    expect(world.seen).toEqual([
      { event: expect.objectContaining({ type: 'promise.v1', subject: '17', data: { case_id: 17 } }), topic: 'cases', offset: '0', key: 'acme.17' },
    ]);
  });

  it.each(['promise.v1', 'observable.v1', 'scoped.v1'])('moves the offset only when the handler has completed: %s', async (type) => {
    await spec.broker.publish('cases', [event(type, 'first')]);
    const begun = Promise.withResolvers<undefined>();
    const finish = Promise.withResolvers<undefined>();
    world.work = async () => {
      begun.resolve(undefined);
      await finish.promise;
      throw new Error('not done after all');
    };
    const app = await spec.start();
    await begun.promise;
    const closing = app.close();
    finish.resolve(undefined);
    await closing;
    expect(world.seen).toEqual([]);
    expect(await spec.next()).toBe('first');
  });

  it('waits, when it is closed, for what is being handled', async () => {
    await spec.broker.publish('cases', [event('promise.v1', 'first')]);
    const begun = Promise.withResolvers<undefined>();
    const finish = Promise.withResolvers<undefined>();
    world.work = () => {
      begun.resolve(undefined);
      return finish.promise;
    };
    const transport = spec.transport();
    const app = await spec.start(transport);
    await begun.promise;
    let closed = false;
    const closing = app.close().then(() => (closed = true));
    await turnOfTheLoop();
    expect(closed).toBe(false);
    finish.resolve(undefined);
    await closing;
    await transport.ended;
    expect(world.seen).toHaveLength(1);
    expect(await spec.next()).toBe('end');
  });

  it('takes an observable without values for done', async () => {
    await spec.broker.publish('cases', [event('empty.v1', 'a'), event('empty.v1', 'b')]);
    await spec.start();
    await until(() => world.seen.length === 2);
    expect(await spec.errors()).toEqual([]);
  });

  it('passes over types that are known but not handled here, and hands on data that is as its schema says', async () => {
    await spec.broker.publish('cases', [event('case.started.v1', '1'), event('validated.v1', '1', { case_id: 17 })]);
    await spec.start(spec.transport({ knownTypes: ['case.started.v1'] }));
    await until(() => world.seen.length === 1);
    expect([world.seen, await spec.errors()]).toEqual([[17], []]);
  });

  it('takes other messages than events', async () => {
    await spec.broker.publish('cases', [{ key: 'a', headers: {}, value: 'promise.v1' }]);
    await spec.start(spec.transport({ parse: ({ value }) => ({ type: value, of: 'my own' }) }));
    await until(() => world.seen.length === 1);
    expect(world.seen).toMatchObject([{ event: { type: 'promise.v1', of: 'my own' } }]);
  });

  it('says when the broker cannot go on', async () => {
    await spec.start();
    const second = spec.transport();
    await spec.start(second);
    await expect(second.ended).rejects.toThrow(GroupBusyError);
  });

  describe('is refused', () => {
    @Module({})
    class Nothing {}

    @Controller()
    class Replies {
      @MessagePattern('question.v1')
      answer(): string {
        return 'answer';
      }
    }
    @Module({ controllers: [Replies] })
    class Asked {}

    @Controller()
    class Again {
      @EventPattern(['promise.v1'])
      again(): void {
        world.seen.push('again');
      }
    }
    @Module({ controllers: [Handlers, Again] })
    class Twice {}

    it.each<[string, Type, string]>([
      ['without a handler', Nothing, 'No handler for the messages of cases'],
      ['with a handler that replies', Asked, 'question.v1: messages of a broker have no replies'],
      ['with two handlers of a type', Twice, 'promise.v1 has two handlers'],
    ])('%s', async (_, module, reason) => {
      await expect(spec.start(spec.transport(), module)).rejects.toThrow(reason);
    });
  });
});
