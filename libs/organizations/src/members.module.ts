import { Module } from '@nestjs/common';
import { MemberDirectory } from './member.directory.js';

/** Finds members, for any process; needs the global modules of platform and stores. */
@Module({ providers: [MemberDirectory], exports: [MemberDirectory] })
export class MembersModule {}
