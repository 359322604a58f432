import { CaseHandlersModule } from '#cases';
import type { Clock, EventStore, Timer } from '#event-sourcing';
import { createLogger, loadSettings, MasterKey, PlatformModule } from '#platform';
import type { ReadStore } from '#read-store';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import { StoresModule } from '../stores.module.js';

@Module({})
class SpecModule {}

/** What a process that carries out commands, and has no other part, is started with. */
const specPlatform = () => {
  const settings = loadSettings({ LOG_LEVEL: 'silent' });
  return { settings, logger: createLogger(settings), masterKey: new MasterKey(Buffer.alloc(32, 7)) };
};

/** The commands of a process about cases: its memory of ids and keys is its own, the store is everybody's. */
export async function commandsOn(eventStore: EventStore, time: { readonly clock?: Clock; readonly timer?: Timer } = {}): Promise<CommandBus> {
  const stores = { eventStore, readStore: {} as ReadStore };
  const imports = [PlatformModule.forRoot({ ...specPlatform(), ...time }), StoresModule.forRoot(stores), CqrsModule.forRoot(), CaseHandlersModule];
  const process = await NestFactory.createApplicationContext({ module: SpecModule, imports }, { logger: false });
  return process.get(CommandBus);
}
