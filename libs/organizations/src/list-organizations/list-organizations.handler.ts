import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { OrganizationDirectory } from '../organization.directory.js';
import { type OrganizationView, presentOrganization } from '../organization.view.js';

/** Every organization of the installation, the newest first. */
export class ListOrganizations extends Query<readonly OrganizationView[]> {}

/** Looks into the log first, so that the list is never behind. */
@QueryHandler(ListOrganizations)
export class ListOrganizationsHandler implements IQueryHandler<ListOrganizations> {
  constructor(private readonly directory: OrganizationDirectory) {}

  async execute(): Promise<readonly OrganizationView[]> {
    await this.directory.catchUp();
    return this.directory.all().map(presentOrganization);
  }
}
