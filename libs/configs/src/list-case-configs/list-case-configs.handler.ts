import type { PageRequest } from '#http';
import { type Filter, ReadStore } from '#read-store';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Config } from '../config.state.js';
import { CASE_CONFIGS } from '../configs.projection.js';

/** A page of an organization's configs, and how many there are in all. */
export interface ConfigPage {
  readonly count: number;
  readonly configs: readonly Config[];
}

/** Configs of an organization, the newest first. */
export class ListCaseConfigs extends Query<ConfigPage> {
  constructor(
    readonly org: string,
    readonly page: PageRequest,
  ) {
    super();
  }
}

@QueryHandler(ListCaseConfigs)
export class ListCaseConfigsHandler implements IQueryHandler<ListCaseConfigs> {
  constructor(private readonly readModels: ReadStore) {}

  async execute({ org, page }: ListCaseConfigs): Promise<ConfigPage> {
    const filter: Filter = [{ field: 'org', eq: org }];
    const [count, configs] = await Promise.all([
      this.readModels.count(CASE_CONFIGS, filter),
      this.readModels.find(CASE_CONFIGS, { filter, sort: { field: 'created_at', direction: 'desc' }, skip: page.offset, limit: page.size }),
    ]);
    return { count, configs: configs as unknown as readonly Config[] };
  }
}
