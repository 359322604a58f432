import { ApiRoute, Caller, EntityIdPipe, RequireScope } from '#http';
import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { DocumentContents, type DocumentWithContent } from '../document.contents.service.js';
import { DocumentReader } from '../document.reader.js';
import { documentResource } from '../document.versions.js';

@ApiTags('Documents')
@Controller('api/documents/')
export class GetDocumentRoute {
  constructor(
    private readonly documents: DocumentReader,
    private readonly contents: DocumentContents,
  ) {}

  @Get(':id/')
  @RequireScope('cases:read')
  @ApiRoute({ summary: 'Get a document', answers: { 200: documentResource }, errors: [404] })
  async get(@Param('id', EntityIdPipe) id: number, @Caller() caller: Caller): Promise<DocumentWithContent> {
    return this.contents.withContent(await this.documents.get(caller.org, id));
  }
}
