import { AddRouteConfig, ApiRoute, ApiVersionedBody, Caller, CommandContexts, RequireScope, streamsBody } from '#http';
import { Controller, Post, Req } from '@nestjs/common';
import { ApiConsumes, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { DocumentContents, type DocumentWithContent } from '../document.contents.service.js';
import { createDocumentBody, documentResource } from '../document.versions.js';
import { DocumentIntake } from './document-intake.service.js';

/** Bytes of a request: a file of the largest size in base64 takes 13.4 MiB, and its lines may have ends. */
const BODY_LIMIT = 14 * 1024 * 1024;

@ApiTags('Documents')
@Controller('api/documents/')
export class CreateDocumentRoute {
  constructor(
    private readonly intake: DocumentIntake,
    private readonly contents: DocumentContents,
    private readonly contexts: CommandContexts,
  ) {}

  @Post()
  @RequireScope('documents:write')
  @AddRouteConfig(streamsBody(BODY_LIMIT))
  @ApiConsumes('application/json', 'multipart/form-data')
  @ApiVersionedBody(createDocumentBody)
  @ApiRoute({
    summary: 'Upload a document',
    description:
      'As JSON with the content in base64, or as a form with the same fields, in which `original_name` may be left out where the file has a name. ' +
      'The type is found by the content; taken are pdf, png, jpg, webp, tiff, docx, xlsx, odt, ods, csv, txt, json and xml.',
    answers: { 201: documentResource },
    errors: [400, 413],
  })
  async create(@Req() request: FastifyRequest, @Caller() caller: Caller): Promise<DocumentWithContent> {
    return this.contents.withContent(await this.intake.take(request, this.contexts.of(caller)));
  }
}
