import { notFound } from '#event-sourcing';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ConfigReader } from '../config.reader.js';
import type { ConfigVersions } from '../config.state.js';

/** Every version of a config, oldest first. */
export class ListCaseConfigVersions extends Query<ConfigVersions> {
  constructor(
    readonly org: string,
    readonly slug: string,
  ) {
    super();
  }
}

@QueryHandler(ListCaseConfigVersions)
export class ListCaseConfigVersionsHandler implements IQueryHandler<ListCaseConfigVersions> {
  constructor(private readonly configs: ConfigReader) {}

  async execute({ org, slug }: ListCaseConfigVersions): Promise<ConfigVersions> {
    const versions = await this.configs.versions(org, slug);
    if (versions.length === 0) throw notFound('case_config');
    return versions;
  }
}
