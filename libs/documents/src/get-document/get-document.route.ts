import { ApiRoute, Caller, EntityIdPipe, RequireScope } from '#http';
import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { presentDocument } from '../document.presenter.js';
import { DocumentReader } from '../document.reader.js';
import { documentSchema } from '../document.schema.js';

@ApiTags('Documents')
@Controller('api/documents/')
export class GetDocumentRoute {
  constructor(private readonly documents: DocumentReader) {}

  @Get(':id/')
  @RequireScope('cases:read')
  @ApiRoute({ summary: 'Get a document', answers: { 200: documentSchema }, errors: [404] })
  async get(@Param('id', EntityIdPipe) id: number, @Caller() caller: Caller): Promise<z.output<typeof documentSchema>> {
    return presentDocument(await this.documents.get(caller.org, id));
  }
}
