import { COMMANDS_GROUP, COMMANDS_TOPIC, commandMessage, MessagingModule, type MessagingOptions, REPLIES_TOPIC } from '#messaging';
import { OrganizationDirectory } from '#organizations';
import { type Platform, PlatformModule } from '#platform';
import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import type { BackgroundPart } from './background-part.js';
import { handleMessages } from './handle-messages.js';
import { type Stores, StoresModule } from './stores.module.js';

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
  await producers.start(signal);
  // Producers listen before there is a reply. While the broker is away this is left to the first one.
  await broker.publish(REPLIES_TOPIC, []).catch(() => undefined);
  const module = CommandsModule.forRoot(platform, stores, { broker, producers });
  await handleMessages(module, { broker, topic: COMMANDS_TOPIC, group: COMMANDS_GROUP, parse: commandMessage, logger, signal });
  await producers.stop();
};
