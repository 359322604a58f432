import { requestRebuild } from '#event-sourcing';
import { ReadStore } from '#read-store';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type ProjectionReport } from '../projection.report.js';
import { ProjectionsReader } from '../projections.reader.js';

/** Asks for a projection to be built anew from the start of the log. */
export class RebuildProjection extends Command<ProjectionReport> {
  constructor(
    readonly name: string,
    /** Differs from that of every other request; the same one again asks for nothing more. */
    readonly requestId: string,
  ) {
    super();
  }
}

@CommandHandler(RebuildProjection)
export class RebuildProjectionHandler implements ICommandHandler<RebuildProjection> {
  constructor(
    private readonly store: ReadStore,
    private readonly projections: ProjectionsReader,
  ) {}

  /** @throws DomainError `not_found` */
  async execute({ name, requestId }: RebuildProjection): Promise<ProjectionReport> {
    await this.projections.one(name);
    await requestRebuild(this.store, name, requestId);
    return this.projections.one(name);
  }
}
