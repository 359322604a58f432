import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ConfigReader } from './config.reader.js';
import { CreateCaseConfigHandler } from './create-case-config/create-case-config.handler.js';
import { CreateCaseConfigRoute } from './create-case-config/create-case-config.route.js';
import { GetCaseConfigHandler } from './get-case-config/get-case-config.handler.js';
import { GetCaseConfigRoute } from './get-case-config/get-case-config.route.js';
import { ListCaseConfigVersionsHandler } from './list-case-config-versions/list-case-config-versions.handler.js';
import { ListCaseConfigVersionsRoute } from './list-case-config-versions/list-case-config-versions.route.js';
import { ListCaseConfigsHandler } from './list-case-configs/list-case-configs.handler.js';
import { ListCaseConfigsRoute } from './list-case-configs/list-case-configs.route.js';
import { ReplaceCaseConfigHandler } from './replace-case-config/replace-case-config.handler.js';
import { ReplaceCaseConfigRoute } from './replace-case-config/replace-case-config.route.js';

const routes = [CreateCaseConfigRoute, GetCaseConfigRoute, ListCaseConfigVersionsRoute, ListCaseConfigsRoute, ReplaceCaseConfigRoute];

const handlers = [
  CreateCaseConfigHandler,
  GetCaseConfigHandler,
  ListCaseConfigVersionsHandler,
  ListCaseConfigsHandler,
  ReplaceCaseConfigHandler,
];

/** What configs are read with, for any process. */
@Module({ providers: [ConfigReader], exports: [ConfigReader] })
export class ConfigReaderModule {}

/** Case configs over HTTP; needs `HttpModule`. */
@Module({ imports: [CqrsModule, ConfigReaderModule], controllers: routes, providers: handlers })
export class ConfigsModule {}
