export * from './bootstrap.js';
export type { FirstCredentials } from './first-credentials.js';
export * from './organization.directory.js';
export { organizationCodec, type OrganizationEvent } from './organization.events.js';
export { organizationAggregate, organizationStream } from './organization.state.js';
export * from './organizations.module.js';
