import { type IntegrationEvent, type Message, toMessage } from '#broker';
import { type CanActivate, Controller, Injectable, Module, Scope, UseGuards } from '@nestjs/common';
import { Ctx, EventPattern, Payload, RpcException } from '@nestjs/microservices';
import { concat, defer, EMPTY, type Observable, of, throwError } from 'rxjs';
import { z } from 'zod';
import { BrokerContext } from '../broker-context.js';

/** What the handlers of a spec do, and what they were given. */
export const world = {
  seen: [] as unknown[],
  work: async (): Promise<unknown> => undefined,
};

@Injectable()
class Guard implements CanActivate {
  canActivate = (): boolean => false;
}

/** A handler of each kind. */
@Controller()
export class Handlers {
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

/** All handlers that there are. */
@Module({ controllers: [Handlers, RequestScoped] })
export class Everything {}

/** A message with an event of this type. */
export const event = (type: string, subject = '1', data: IntegrationEvent['data'] = {}): Message =>
  toMessage({ id: `id-${subject}`, type, org: 'acme', subject, time: '2026-01-02T03:04:05.678Z', sequence: 0, correlationId: 'c', data });
