import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { GetProjectionRoute } from './get-projection/get-projection.route.js';
import { ListProjectionsRoute } from './list-projections/list-projections.route.js';
import { ProjectionNames, ProjectionsReader } from './projections.reader.js';
import { RebuildProjectionHandler } from './rebuild-projection/rebuild-projection.handler.js';
import { RebuildProjectionRoute } from './rebuild-projection/rebuild-projection.route.js';

/** What operators do with a running service over HTTP. */
@Module({})
export class OperationsModule {
  /** @param names of every projection there is. */
  static forRoot(names: readonly string[]): DynamicModule {
    return {
      module: OperationsModule,
      imports: [CqrsModule],
      controllers: [ListProjectionsRoute, GetProjectionRoute, RebuildProjectionRoute],
      providers: [ProjectionsReader, RebuildProjectionHandler, { provide: ProjectionNames, useValue: { names } }],
    };
  }
}
