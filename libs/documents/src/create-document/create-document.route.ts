import { AddRouteConfig, ApiRoute, Caller, CommandContexts, RequireScope, streamsBody } from '#http';
import { Body, Controller, Post, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { presentDocument } from '../document.presenter.js';
import { documentSchema } from '../document.schema.js';
import { createDocumentInput } from './create-document.js';
import { DocumentIntake } from './document-intake.service.js';

/** Bytes of a request: a file of the largest size in base64 takes 13.4 MiB, and its lines may have ends. */
const BODY_LIMIT = 14 * 1024 * 1024;

@ApiTags('Documents')
@Controller('api/documents/')
export class CreateDocumentRoute {
  constructor(
    private readonly intake: DocumentIntake,
    private readonly contexts: CommandContexts,
  ) {}

  @Post()
  @RequireScope('documents:write')
  @AddRouteConfig(streamsBody(BODY_LIMIT))
  @ApiConsumes('application/json', 'multipart/form-data')
  @ApiBody({ required: true })
  @ApiRoute({
    summary: 'Upload a document',
    description:
      'As JSON with the content in base64, or as a form with the same fields, in which `original_name` may be left out where the file has a name. ' +
      'The type is found by the content; taken are pdf, png, jpg, webp, tiff, docx, xlsx, odt, ods, csv, txt, json and xml.',
    answers: { 201: documentSchema },
    errors: [400, 413],
  })
  async create(
    // Read from the stream by the intake; here only the description of the API finds out what it is.
    @Body({ schema: createDocumentInput.optional() }) _: unknown,
    @Req() request: FastifyRequest,
    @Caller() caller: Caller,
  ): Promise<z.output<typeof documentSchema>> {
    return presentDocument(await this.intake.take(request, this.contexts.of(caller)));
  }
}
