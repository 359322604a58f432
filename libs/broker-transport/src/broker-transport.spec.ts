import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { type Broker, type ConsumerStatus, GroupBusyError, type IntegrationEvent, type Message, toMessage, UnprocessableMessageError } from '#broker';
import { openBroker } from '#broker/engines';
import { type Logger, silentLogger } from '#event-sourcing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type CanActivate, Controller, type INestMicroservice, Injectable, Module, Scope, type Type, UseGuards } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Ctx, EventPattern, MessagePattern, Payload, RpcException } from '@nestjs/microservices';
import { concat, defer, EMPTY, type Observable, of, throwError } from 'rxjs';
import { z } from 'zod';
import { BrokerContext } from './broker-context.js';
import { BrokerTransport, type BrokerTransportOptions } from './broker-transport.js';
import { letErrorsThrough } from './let-errors-through.js';

class Outage extends Error {}

/** What the handlers of these specs do, and what they were given. */
const world = {
  seen: [] as unknown[],
  work: async (): Promise<unknown> => undefined,
};

@Injectable()
class Guard implements CanActivate {
  canActivate = (): boolean => false;
}

@Controller()
class Handlers {
  @EventPattern(['promise.v1'])
  async promise(@Payload() event: IntegrationEvent, @Ctx() context: BrokerContext): Promise<void> {
    await world.work();
    world.seen.push({ event, topic: context.getTopic(), offset: context.getOffset(), key: context.getMessage().key });
  }

  @EventPattern(['observable.v1'])
  observable(@Payload() { subject }: IntegrationEvent): Observable<unknown> {
    return concat(of('begun'), defer(() => world.work()), defer(() => of(world.seen.push(subject))));
  }

  @EventPattern(['empty.v1'])
  empty(): Observable<never> {
    world.seen.push('empty');
    return EMPTY;
  }

  @EventPattern(['failing-observable.v1'])
  failingObservable(): Observable<never> {
    return throwError(() => new Error('from an observable'));
  }

  @EventPattern(['synchronous.v1'])
  synchronous(): void {
    throw new RpcException('from a synchronous handler');
  }

  @EventPattern(['no-error.v1'])
  noError(): void {
    // What is not an error may hold anything.
    // eslint-disable-next-line @typescript-eslint/only-throw-error
    throw { password: 'secret' };
  }

  @EventPattern(['guarded.v1'])
  @UseGuards(Guard)
  guarded(): void {
    world.seen.push('past the guard');
  }

  @EventPattern(['validated.v1'])
  validated(@Payload('data', { schema: z.object({ case_id: z.int() }) }) data: { case_id: number }): void {
    world.seen.push(data.case_id);
  }
}

@Controller({ scope: Scope.REQUEST })
class RequestScoped {
  @EventPattern(['scoped.v1'])
  async scoped(): Promise<void> {
    await world.work();
    world.seen.push('scoped');
  }
}

@Module({ controllers: [Handlers, RequestScoped] })
class Everything {}

const event = (type: string, subject = '1', data: IntegrationEvent['data'] = {}): Message =>
  toMessage({ id: `id-${subject}`, type, org: 'acme', subject, time: '2026-01-02T03:04:05.678Z', sequence: 0, correlationId: 'c', data });

describe('a Nest microservice on a broker', () => {
  let folder: string;
  let broker: Broker;
  const apps: INestMicroservice[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'transport-'));
    broker = await openBroker(`sqlite:${folder}/broker.db`, { timer: { delay: () => turnOfTheLoop() }, pollMs: 5 });
    world.seen.length = 0;
    world.work = async () => undefined;
  });
  afterEach(async () => {
    await Promise.all(apps.splice(0).map((app) => app.close()));
    await broker.close();
    await rm(folder, { recursive: true });
  });

  const transportWith = (options: Partial<BrokerTransportOptions> = {}): BrokerTransport =>
    new BrokerTransport({ broker, topic: 'cases', group: 'g', attempts: 2, logger: silentLogger, ...options });

  async function start(strategy: BrokerTransport, module: Type = Everything, prepare = letErrorsThrough): Promise<INestMicroservice> {
    const app = await NestFactory.createMicroservice(module, { strategy, logger: false });
    apps.push(app);
    await prepare(app).listen();
    return app;
  }

  const until = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
    while (!(await holds())) await turnOfTheLoop();
  };
  const errors = async (): Promise<string[]> => (await broker.deadLetters('cases', 'g').list()).map(({ error }) => error);
  const parked = async (count: number): Promise<string[]> => {
    await until(async () => (await errors()).length >= count);
    return errors();
  };

  /** What a consumer of the group is given that comes after: shows where the offset is. */
  async function next(): Promise<string> {
    await broker.publish('cases', [event('end.v1', 'end')]);
    const stop = new AbortController();
    let first = '';
    await broker.consume({
      topic: 'cases', group: 'g', signal: stop.signal,
      handle: async ({ headers }) => {
        first ||= headers.ce_subject ?? '';
        stop.abort();
      },
    });
    return first;
  }

  it('gives a handler the event, and the message behind it', async () => {
    await broker.publish('cases', [event('promise.v1', '17', { case_id: 17 })]);
    await start(transportWith());
    await until(() => world.seen.length === 1);
    expect(world.seen).toEqual([
      { event: expect.objectContaining({ type: 'promise.v1', subject: '17', data: { case_id: 17 } }), topic: 'cases', offset: '0', key: 'acme.17' },
    ]);
  });

  it.each(['promise.v1', 'observable.v1', 'scoped.v1'])('moves the offset only when the handler has completed: %s', async (type) => {
    await broker.publish('cases', [event(type, 'first')]);
    const begun = Promise.withResolvers<undefined>();
    const finish = Promise.withResolvers<undefined>();
    world.work = async () => {
      begun.resolve(undefined);
      await finish.promise;
      throw new Error('not done after all');
    };
    const app = await start(transportWith());
    await begun.promise;
    const closing = app.close();
    finish.resolve(undefined);
    await closing;
    expect(world.seen).toEqual([]);
    expect(await next()).toBe('first');
  });

  it('waits, when it is closed, for what is being handled', async () => {
    await broker.publish('cases', [event('promise.v1', 'first')]);
    const begun = Promise.withResolvers<undefined>();
    const finish = Promise.withResolvers<undefined>();
    world.work = () => {
      begun.resolve(undefined);
      return finish.promise;
    };
    const transport = transportWith();
    const app = await start(transport);
    await begun.promise;
    let closed = false;
    const closing = app.close().then(() => (closed = true));
    await turnOfTheLoop();
    expect(closed).toBe(false);
    finish.resolve(undefined);
    await closing;
    await transport.ended;
    expect(world.seen).toHaveLength(1);
    expect(await next()).toBe('end');
  });

  it('takes an observable without values for done', async () => {
    await broker.publish('cases', [event('empty.v1', 'a'), event('empty.v1', 'b')]);
    await start(transportWith());
    await until(() => world.seen.length === 2);
    expect(await errors()).toEqual([]);
  });

  it.each([
    ['failing-observable.v1', 'Error: from an observable', 2],
    ['synchronous.v1', 'Error: from a synchronous handler', 2],
    ['no-error.v1', 'Error: A handler threw what is no error.', 2],
    ['guarded.v1', 'Error: Forbidden resource', 2],
    ['validated.v1', 'UnprocessableMessageError: case_id: Invalid input: expected number, received string', 1],
    ['unheard-of.v1', 'UnprocessableMessageError: Nobody here knows messages of type "unheard-of.v1".', 1],
  ])('makes a dead letter of what fails: %s', async (type, error, attempts) => {
    await broker.publish('cases', [event(type, '1', { case_id: 'x' })]);
    await start(transportWith());
    expect(await parked(1)).toEqual([error]);
    expect((await broker.deadLetters('cases', 'g').list())[0]?.attempts).toBe(attempts);
    expect(world.seen).toEqual([]);
  });

  it.each([
    ['bad JSON', { ...event('promise.v1'), value: '{' }, 'MalformedMessageError: The message has no proper "value".'],
    ['no headers', { ...event('promise.v1'), headers: {} }, 'MalformedMessageError: The message has no proper "ce_specversion".'],
  ])('makes a dead letter of a message that is no event: %s', async (_, message, error) => {
    await broker.publish('cases', [message]);
    await start(transportWith());
    expect(await parked(1)).toEqual([error]);
  });

  it('passes over types that are known but not handled here, and hands on data that is as its schema says', async () => {
    await broker.publish('cases', [event('case.started.v1', '1'), event('validated.v1', '1', { case_id: 17 })]);
    await start(transportWith({ knownTypes: ['case.started.v1'] }));
    await until(() => world.seen.length === 1);
    expect([world.seen, await errors()]).toEqual([[17], []]);
  });

  it.each(['promise.v1', 'observable.v1', 'scoped.v1'])('knows an outage by the very error that the handler threw: %s', async (type) => {
    await broker.publish('cases', [event(type)]);
    let left = 5;
    world.work = async () => {
      if (left-- > 0) throw new Outage('away');
    };
    const statuses: ConsumerStatus[] = [];
    await start(transportWith({ isOutage: (error) => error instanceof Outage, onStatus: (status) => statuses.push(status) }));
    await until(() => world.seen.length === 1);
    expect(statuses.map(({ state }) => state)).toEqual([...Array<string>(5).fill('retrying'), 'running']);
    expect(await errors()).toEqual([]);
  });

  it('keeps the message while the errors of handlers are hidden from it', async () => {
    await broker.publish('cases', [event('failing-observable.v1')]);
    const statuses: ConsumerStatus[] = [];
    await start(transportWith({ onStatus: (status) => statuses.push(status) }), Everything, (app) => app);
    await until(() => statuses.length === 5);
    expect(statuses.map(({ state }) => state)).toEqual(Array<string>(5).fill('retrying'));
    expect(statuses[0]).toMatchObject({ error: { message: expect.stringContaining('letErrorsThrough') } });
    expect(await errors()).toEqual([]);
  });

  it('takes other messages than events', async () => {
    await broker.publish('cases', [{ key: 'a', headers: {}, value: 'promise.v1' }]);
    await start(transportWith({ parse: ({ value }) => ({ type: value, of: 'my own' }) }));
    await until(() => world.seen.length === 1);
    expect(world.seen).toMatchObject([{ event: { type: 'promise.v1', of: 'my own' } }]);
  });

  it('tells operators of each failure, without what is in the message', async () => {
    await broker.publish('cases', [event('synchronous.v1', 'secret'), event('promise.v1', 'secret')]);
    const lines: [string, object, string][] = [];
    const log = (level: string) => (fields: object, message: string) => void lines.push([level, fields, message]);
    const logger: Logger = { info: log('info'), warn: log('warn'), error: log('error') };
    await start(transportWith({ logger }));
    await parked(2);
    const about = { topic: 'cases', group: 'g', offset: '0', type: 'synchronous.v1', err: expect.any(RpcException) };
    expect(lines).toEqual([
      ['warn', { ...about, failures: 1, retry_in_ms: expect.any(Number) }, 'a message failed, will be tried again'],
      ['error', { ...about, failures: 2 }, 'a message became a dead letter'],
      ['warn', { topic: 'cases', group: 'g', offset: '1', type: 'promise.v1', failures: 0 }, 'a message waits behind a dead letter of its key'],
    ]);
    expect(JSON.stringify(lines)).not.toContain('secret');
  });

  it('says when the broker cannot go on', async () => {
    await start(transportWith());
    const second = transportWith();
    await start(second);
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
      await expect(start(transportWith(), module)).rejects.toThrow(reason);
    });
  });

  it('lets a handler say that a message can never be handled', async () => {
    await broker.publish('cases', [event('promise.v1')]);
    world.work = async () => {
      throw new UnprocessableMessageError('no such organization');
    };
    await start(transportWith());
    expect(await parked(1)).toEqual(['UnprocessableMessageError: no such organization']);
  });
});
