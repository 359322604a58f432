import { once } from 'node:events';
import { BrokerTransport, letErrorsThrough } from '#broker-transport';
import { COMMANDS_GROUP, COMMANDS_TOPIC, commandMessage, isOutage, MessagingModule, type MessagingOptions } from '#messaging';
import { OrganizationDirectory } from '#organizations';
import { type Platform, PlatformModule } from '#platform';
import { type DynamicModule, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import type { BackgroundPart } from './background-part.js';
import { type Stores, StoresModule } from './stores.module.js';

/** How often a command is tried that fails for no reason that anybody knows, before it becomes a dead letter. */
const ATTEMPTS = 5;

/** Everything that carries out commands by message. */
@Module({})
class CommandsModule {
  static forRoot(platform: Platform, stores: Stores, messaging: MessagingOptions): DynamicModule {
    return {
      module: CommandsModule,
      imports: [PlatformModule.forRoot(platform), StoresModule.forRoot(stores), CqrsModule.forRoot(), MessagingModule.forRoot(messaging)],
    };
  }
}

/** Carries out the commands of internal services and answers them. Processes of this kind share the keys among them. */
export const carryOutCommands: BackgroundPart = async ({ platform, stores, broker, signal }) => {
  const { masterKey, logger } = platform;
  const producers = new OrganizationDirectory(stores.eventStore, masterKey, logger);
  await producers.start();
  const strategy = new BrokerTransport({
    broker,
    topic: COMMANDS_TOPIC,
    group: COMMANDS_GROUP,
    concurrency: 16,
    attempts: ATTEMPTS,
    parse: commandMessage,
    isOutage,
    logger,
  });
  const module = CommandsModule.forRoot(platform, stores, { broker, producers });
  const microservice = letErrorsThrough(await NestFactory.createMicroservice(module, { strategy, logger: false, abortOnError: false }));
  await microservice.listen();
  await Promise.race([strategy.ended, signal.aborted ? undefined : once(signal, 'abort')]);
  await microservice.close();
  await producers.stop();
};
