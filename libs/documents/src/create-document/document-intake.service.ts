import { ClosedStreamError, type CommandContext, DomainError, invalidField } from '#event-sourcing';
import { parseBody } from '#http';
import { receiveUpload } from '#uploads';
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import { MAX_DOCUMENT_BYTES } from '../document.blob.js';
import type { DocumentState } from '../document.state.js';
import { createDocumentBody } from '../document.versions.js';
import { type LinkTarget, LinkTargets } from '../link-target.js';
import { CreateDocument } from './create-document.handler.js';
import { type CreateDocumentDecision, type CreateDocumentInput, INTEGERS, targetOf } from './create-document.js';
import { type StoredFile, UploadedBytes } from './uploaded-bytes.service.js';

/** An upload of which nothing is wrong so far, with its bytes stored. */
interface Received {
  readonly file: StoredFile;
  readonly input: CreateDocumentInput;
}

/**
 * Takes uploads in. The bytes go to the blob store while they come, and the event that names them follows. Bytes of a request that is
 * refused are removed at once.
 */
@Injectable()
export class DocumentIntake {
  constructor(
    private readonly bytes: UploadedBytes,
    private readonly targets: LinkTargets,
    private readonly commands: CommandBus,
  ) {}

  /**
   * Makes a document of a request with `streamsBody`.
   * @throws DomainError, MalformedBodyError, PayloadTooLargeException, StoreUnavailableError
   */
  async take(request: FastifyRequest, context: CommandContext): Promise<DocumentState> {
    const { file, input } = await this.receive(request, context);
    const target = targetOf(input) ?? null;
    const customerId = target && (await this.customerOf(target, file));
    const document = {
      id: await this.bytes.underOwnId(file.blob, context),
      originalName: input.original_name,
      contentType: file.contentType,
      size: file.blob.size,
      sha256: file.blob.sha256,
      target,
      customerId,
      deleteAfter: input.delete_after ?? -1,
    };
    return this.make(document, context);
  }

  /** Stores the bytes and checks what came beside them. Nothing is stored when something is wrong. */
  private async receive(request: FastifyRequest, { org, claim }: CommandContext): Promise<Received> {
    let file: StoredFile | undefined;
    try {
      const { fields, fileName } = await receiveUpload(request, { fileLimit: MAX_DOCUMENT_BYTES, integers: INTEGERS }, async (bytes) => {
        file = await this.bytes.store(bytes, org);
      });
      const input = parseBody(request, createDocumentBody.in(request.apiVersion), withName(fields, fileName));
      if (file === undefined) throw new Error('A file was named and not received.');
      claim?.content(JSON.stringify([file.blob.sha256, input]));
      return { file, input };
    } catch (error) {
      if (file !== undefined) await this.bytes.discard(file.blob);
      throw error;
    }
  }

  private async customerOf(target: LinkTarget, { blob }: StoredFile): Promise<number> {
    try {
      const customerId = await this.targets.customerOf(blob.org, target);
      if (customerId !== undefined) return customerId;
      throw invalidField(`${target.kind}_id`, 'does_not_exist', `Invalid pk "${target.id}" - object does not exist.`);
    } catch (error) {
      await this.bytes.discard(blob);
      throw error;
    }
  }

  /** Where this fails, the event may be there all the same, because its append was not answered: so the bytes stay. */
  private async make(document: CreateDocumentDecision, context: CommandContext): Promise<DocumentState> {
    try {
      return await this.commands.execute(new CreateDocument(document, context));
    } catch (error) {
      // The id was given up at this very moment: the next try takes another one.
      throw error instanceof ClosedStreamError ? givenUp() : error;
    }
  }
}

const givenUp = (): DomainError => new DomainError('unavailable', 'document_given_up', 'The upload has taken too long. Please try again.');

/** A file in a form has a name of its own, which is that of the document unless another is given. */
const withName = (fields: unknown, fileName: string | undefined): unknown =>
  fileName === undefined ? fields : { ...(fields as object), original_name: (fields as { original_name?: unknown }).original_name ?? fileName };
