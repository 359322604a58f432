import { type ListPage, type ListRequest, readList } from '#http';
import { ReadStore } from '#read-store';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Config } from '../config.state.js';
import { CASE_CONFIGS } from '../configs.projection.js';

/** Configs of an organization, those that were made last first. */
export class ListCaseConfigs extends Query<ListPage<Config>> {
  constructor(
    readonly org: string,
    readonly page: ListRequest,
  ) {
    super();
  }
}

@QueryHandler(ListCaseConfigs)
export class ListCaseConfigsHandler implements IQueryHandler<ListCaseConfigs> {
  constructor(private readonly readModels: ReadStore) {}

  execute({ org, page }: ListCaseConfigs): Promise<ListPage<Config>> {
    const list = { filter: [{ field: 'org', eq: org }], sort: { field: 'created_at', direction: 'desc' } } as const;
    return readList(this.readModels, CASE_CONFIGS, list, page);
  }
}
