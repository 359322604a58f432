import { once } from 'node:events';
import { BrokerTransport, type BrokerTransportOptions, letErrorsThrough } from '#broker-transport';
import { isOutage } from '#event-sourcing';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

/** How often a message is tried that fails for no reason that anybody knows, before it becomes a dead letter. */
const ATTEMPTS = 5;

/** How many keys are handled at the same time. */
const CONCURRENCY = 16;

export interface MessageHandling extends Omit<BrokerTransportOptions, 'isOutage' | 'attempts' | 'concurrency'> {
  readonly signal: AbortSignal;
}

/**
 * Gives the messages of a topic to the handlers of a module until the signal is aborted; what is being handled is
 * finished. Rejects when the broker cannot go on before that.
 */
export async function handleMessages(module: DynamicModule, { signal, ...options }: MessageHandling): Promise<void> {
  const strategy = new BrokerTransport({ ...options, isOutage, attempts: ATTEMPTS, concurrency: CONCURRENCY });
  const microservice = letErrorsThrough(await NestFactory.createMicroservice(module, { strategy, logger: false, abortOnError: false }));
  await microservice.listen();
  await Promise.race([strategy.ended, signal.aborted ? undefined : once(signal, 'abort')]);
  await microservice.close();
}
