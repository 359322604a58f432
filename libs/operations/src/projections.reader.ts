import { notFound } from '#event-sourcing';
import { ReadStore } from '#read-store';
import { Injectable } from '@nestjs/common';
import { projectionReport, type ProjectionReport } from './projection.report.js';

/** The names of all projections, as the process that is put together knows them. */
export abstract class ProjectionNames {
  abstract readonly names: readonly string[];
}

/** What the projections are doing. */
@Injectable()
export class ProjectionsReader {
  constructor(
    private readonly store: ReadStore,
    private readonly known: ProjectionNames,
  ) {}

  /** All of them, in the order of their names. */
  async all(): Promise<readonly ProjectionReport[]> {
    return Promise.all([...this.known.names].sort().map((name) => projectionReport(this.store, name)));
  }

  /** @throws DomainError `not_found` when there is no projection of this name. */
  async one(name: string): Promise<ProjectionReport> {
    if (!this.known.names.includes(name)) throw notFound('projection');
    return projectionReport(this.store, name);
  }
}
