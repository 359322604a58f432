import type { BlobStore } from '#blob-store';
import { Clock, CommandRunner, EventStore, IdBlocks, Ids } from '#event-sourcing';
import { ReadStore } from '#read-store';
import { type DynamicModule, Module } from '@nestjs/common';

/** The stores of a process, opened by its main file, which also closes them. */
export interface Stores {
  readonly eventStore: EventStore;
  readonly readStore: ReadStore;
}

/** The same, with the place of documents' bytes, for those who have to do with these. */
export interface AllStores extends Stores {
  readonly blobStore: BlobStore;
}

/** Makes the stores, and what every command needs of them, available everywhere in a process. */
@Module({})
export class StoresModule {
  static forRoot({ eventStore, readStore }: Stores): DynamicModule {
    return {
      module: StoresModule,
      global: true,
      providers: [
        { provide: EventStore, useValue: eventStore },
        { provide: ReadStore, useValue: readStore },
        { provide: CommandRunner, useFactory: () => new CommandRunner(eventStore) },
        { provide: IdBlocks, useFactory: (clock: Clock, ids: Ids) => new IdBlocks(eventStore, clock, ids), inject: [Clock, Ids] },
      ],
      exports: [EventStore, ReadStore, CommandRunner, IdBlocks],
    };
  }
}
