import { notFound } from '#event-sourcing';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ConfigReader } from '../config.reader.js';
import type { Config } from '../config.state.js';

/** The newest version of a config. */
export class GetCaseConfig extends Query<Config> {
  constructor(
    readonly org: string,
    readonly slug: string,
  ) {
    super();
  }
}

@QueryHandler(GetCaseConfig)
export class GetCaseConfigHandler implements IQueryHandler<GetCaseConfig> {
  constructor(private readonly configs: ConfigReader) {}

  async execute({ org, slug }: GetCaseConfig): Promise<Config> {
    const config = await this.configs.current(org, slug);
    if (!config) throw notFound('case_config');
    return config;
  }
}
