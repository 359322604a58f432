import { CustomerHandlersModule } from '#customers';
import { LinkTargets } from '#documents';
import { Global, Module } from '@nestjs/common';
import { CaseLinkTargets } from './case.link-targets.js';

/** What documents belong to, for all who link them. */
@Global()
@Module({ imports: [CustomerHandlersModule], providers: [{ provide: LinkTargets, useClass: CaseLinkTargets }], exports: [LinkTargets] })
export class LinkTargetsModule {}
