import { ApiRoute, Caller, EntityIdPipe, RequireScope } from '#http';
import { Controller, Get, Param, Res, StreamableFile } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { DocumentContents } from '../document.contents.service.js';
import { DocumentReader } from '../document.reader.js';
import { attachment } from './content-disposition.js';

const bytes = z.string().meta({ contentEncoding: 'binary' });

@ApiTags('Documents')
@Controller('api/documents/')
export class GetDocumentContentRoute {
  constructor(
    private readonly documents: DocumentReader,
    private readonly contents: DocumentContents,
  ) {}

  @Get(':id/content/')
  @RequireScope('cases:read')
  @ApiProduces('application/octet-stream')
  @ApiRoute({ summary: 'Get the content of a document', description: 'The bytes as they were uploaded, to be saved and not shown.', answers: { 200: bytes }, errors: [404] })
  async get(
    @Param('id', EntityIdPipe) id: number,
    @Caller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const document = await this.documents.get(caller.org, id);
    const content = await this.contents.read(document);
    // Somebody else made this file. Whatever a browser makes of it, it runs nothing and belongs to nobody.
    reply.headers({
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'private, no-store',
    });
    return new StreamableFile(content, {
      type: document.content_type,
      disposition: attachment(document.original_name),
      length: document.size,
    });
  }
}
