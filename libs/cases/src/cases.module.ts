import { ConfigReaderModule } from '#configs';
import { CustomerHandlersModule } from '#customers';
import { DocumentHandlersModule } from '#documents';
import { MembersModule } from '#organizations';
import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { AddCheckHandler } from './add-check/add-check.handler.js';
import { AddCheckRoute } from './add-check/add-check.route.js';
import { AddNoteHandler } from './add-note/add-note.handler.js';
import { AddNoteRoute } from './add-note/add-note.route.js';
import { AssignCaseHandler } from './assign-case/assign-case.handler.js';
import { AssignCaseRoute } from './assign-case/assign-case.route.js';
import { CaseCommands } from './case.commands.js';
import { CaseKeys } from './case.keys.js';
import { LinkTargetsModule } from './case.link-targets.module.js';
import { CaseReader } from './case.reader.js';
import { CaseCustomers } from './create-case/case-customer.js';
import { CreateCaseHandler } from './create-case/create-case.handler.js';
import { CreateCaseRoute } from './create-case/create-case.route.js';
import { DecideCaseHandler } from './decide-case/decide-case.handler.js';
import { DecideCaseRoute } from './decide-case/decide-case.route.js';
import { DecideCheckHandler } from './decide-check/decide-check.handler.js';
import { DecideCheckRoute } from './decide-check/decide-check.route.js';
import { ChildReserver } from './decide-check/reserve-children.js';
import { FailCheckHandler } from './fail-check/fail-check.handler.js';
import { FailCheckRoute } from './fail-check/fail-check.route.js';
import { GetCaseHistoryHandler } from './get-case-history/get-case-history.handler.js';
import { GetCaseHistoryRoute } from './get-case-history/get-case-history.route.js';
import { GetCaseHandler } from './get-case/get-case.handler.js';
import { GetCaseRoute } from './get-case/get-case.route.js';
import { GetCheckHandler } from './get-check/get-check.handler.js';
import { GetCheckRoute } from './get-check/get-check.route.js';
import { ListCasesHandler } from './list-cases/list-cases.handler.js';
import { ListCasesRoute } from './list-cases/list-cases.route.js';
import { ListChecksHandler } from './list-checks/list-checks.handler.js';
import { ListChecksRoute } from './list-checks/list-checks.route.js';
import { ListChildrenHandler } from './list-children/list-children.handler.js';
import { ListChildrenRoute } from './list-children/list-children.route.js';
import { SkipCheckHandler } from './skip-check/skip-check.handler.js';
import { SkipCheckRoute } from './skip-check/skip-check.route.js';
import { StartCaseHandler } from './start-case/start-case.handler.js';
import { StartCaseRoute } from './start-case/start-case.route.js';
import { UpdateCaseHandler } from './update-case/update-case.handler.js';
import { UpdateCaseRoute } from './update-case/update-case.route.js';

const routes = [
  AddCheckRoute,
  AddNoteRoute,
  AssignCaseRoute,
  CreateCaseRoute,
  DecideCaseRoute,
  DecideCheckRoute,
  FailCheckRoute,
  GetCaseHistoryRoute,
  GetCaseRoute,
  GetCheckRoute,
  ListCasesRoute,
  ListChecksRoute,
  ListChildrenRoute,
  SkipCheckRoute,
  StartCaseRoute,
  UpdateCaseRoute,
];

const handlers = [
  AddCheckHandler,
  AddNoteHandler,
  AssignCaseHandler,
  CreateCaseHandler,
  DecideCaseHandler,
  DecideCheckHandler,
  FailCheckHandler,
  GetCaseHandler,
  GetCaseHistoryHandler,
  GetCheckHandler,
  ListCasesHandler,
  ListChecksHandler,
  ListChildrenHandler,
  SkipCheckHandler,
  StartCaseHandler,
  UpdateCaseHandler,
];

/** Cases and their checks: commands and queries, for any process. */
@Module({
  imports: [CqrsModule, ConfigReaderModule, CustomerHandlersModule, DocumentHandlersModule, LinkTargetsModule, MembersModule],
  providers: [...handlers, CaseCommands, CaseCustomers, CaseKeys, CaseReader, ChildReserver],
  exports: [CaseReader],
})
export class CaseHandlersModule {}

/** Cases and their checks over HTTP; needs `HttpModule`. */
@Module({ imports: [CqrsModule, CaseHandlersModule], controllers: routes, exports: [CaseHandlersModule] })
export class CasesModule {}
