import { Global, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { Clock } from '#event-sourcing';
import { ClientDirectory, SessionDirectory } from '#http';
import { MasterKey } from '#platform';
import { AddMemberHandler } from './add-member/add-member.handler.js';
import { AddMemberRoute } from './add-member/add-member.route.js';
import { ChangeMemberHandler } from './change-member/change-member.handler.js';
import { ChangeMemberRoute } from './change-member/change-member.route.js';
import { ChangeOwnPasswordHandler } from './change-own-password/change-own-password.handler.js';
import { ChangeOwnPasswordRoute } from './change-own-password/change-own-password.route.js';
import { CreateOrganizationHandler } from './create-organization/create-organization.handler.js';
import { CreateOrganizationRoute } from './create-organization/create-organization.route.js';
import { EndSessionHandler } from './end-session/end-session.handler.js';
import { EndSessionRoute } from './end-session/end-session.route.js';
import { ListClientsHandler } from './list-clients/list-clients.handler.js';
import { ListClientsRoute } from './list-clients/list-clients.route.js';
import { ListMembersHandler } from './list-members/list-members.handler.js';
import { ListMembersRoute } from './list-members/list-members.route.js';
import { ListOrganizationsHandler } from './list-organizations/list-organizations.handler.js';
import { ListOrganizationsRoute } from './list-organizations/list-organizations.route.js';
import { ListProducersHandler } from './list-producers/list-producers.handler.js';
import { ListProducersRoute } from './list-producers/list-producers.route.js';
import { ListWebhookSecretsHandler } from './list-webhook-secrets/list-webhook-secrets.handler.js';
import { ListWebhookSecretsRoute } from './list-webhook-secrets/list-webhook-secrets.route.js';
import { LoginThrottle } from './login-throttle.js';
import { MemberLogin } from './member.login.js';
import { MemberRegistry } from './member.registry.js';
import { OrganizationDirectory } from './organization.directory.js';
import { memory } from './organizations.memory.js';
import { RegisterClientHandler } from './register-client/register-client.handler.js';
import { RegisterClientRoute } from './register-client/register-client.route.js';
import { RegisterProducerHandler } from './register-producer/register-producer.handler.js';
import { RegisterProducerRoute } from './register-producer/register-producer.route.js';
import { RemoveMemberHandler } from './remove-member/remove-member.handler.js';
import { RemoveMemberRoute } from './remove-member/remove-member.route.js';
import { RetireWebhookSecretHandler } from './retire-webhook-secret/retire-webhook-secret.handler.js';
import { RetireWebhookSecretRoute } from './retire-webhook-secret/retire-webhook-secret.route.js';
import { RevokeClientHandler } from './revoke-client/revoke-client.handler.js';
import { RevokeClientRoute } from './revoke-client/revoke-client.route.js';
import { RevokeProducerHandler } from './revoke-producer/revoke-producer.handler.js';
import { RevokeProducerRoute } from './revoke-producer/revoke-producer.route.js';
import { RotateWebhookSecretHandler } from './rotate-webhook-secret/rotate-webhook-secret.handler.js';
import { RotateWebhookSecretRoute } from './rotate-webhook-secret/rotate-webhook-secret.route.js';
import { CookieSealer } from './session.cookie.js';
import { ShowSessionHandler } from './show-session/show-session.handler.js';
import { ShowSessionRoute } from './show-session/show-session.route.js';
import { StartSessionHandler } from './start-session/start-session.handler.js';
import { StartSessionRoute } from './start-session/start-session.route.js';

const routes = [
  AddMemberRoute,
  ChangeMemberRoute,
  ChangeOwnPasswordRoute,
  CreateOrganizationRoute,
  EndSessionRoute,
  ListClientsRoute,
  ListMembersRoute,
  ListOrganizationsRoute,
  ListProducersRoute,
  ListWebhookSecretsRoute,
  RegisterClientRoute,
  RegisterProducerRoute,
  RemoveMemberRoute,
  RetireWebhookSecretRoute,
  RevokeClientRoute,
  RevokeProducerRoute,
  RotateWebhookSecretRoute,
  ShowSessionRoute,
  StartSessionRoute,
];

const handlers = [
  AddMemberHandler,
  ChangeMemberHandler,
  ChangeOwnPasswordHandler,
  CreateOrganizationHandler,
  EndSessionHandler,
  ListClientsHandler,
  ListMembersHandler,
  ListOrganizationsHandler,
  ListProducersHandler,
  ListWebhookSecretsHandler,
  RegisterClientHandler,
  RegisterProducerHandler,
  RemoveMemberHandler,
  RetireWebhookSecretHandler,
  RevokeClientHandler,
  RevokeProducerHandler,
  RotateWebhookSecretHandler,
  ShowSessionHandler,
  StartSessionHandler,
];

/** What logging in needs. */
const login = [
  { provide: CookieSealer, useFactory: (masterKey: MasterKey) => new CookieSealer(masterKey), inject: [MasterKey] },
  { provide: LoginThrottle, useFactory: (clock: Clock) => new LoginThrottle(clock), inject: [Clock] },
  MemberLogin,
];

/** Organizations over HTTP: their clients, producers, members and sessions. Needs the global modules of platform and stores. */
@Global()
@Module({
  imports: [CqrsModule],
  controllers: routes,
  providers: [...memory, ...login, MemberRegistry, ...handlers],
  exports: [OrganizationDirectory, ClientDirectory, SessionDirectory],
})
export class OrganizationsModule {}
