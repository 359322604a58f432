import { BlobStore, BlobTooLargeError, type StoredBlob } from '#blob-store';
import { type CommandContext, IdBlocks, invalidField } from '#event-sourcing';
import { parseBody } from '#http';
import { receiveUpload, RecognisedFile } from '#uploads';
import { Injectable, PayloadTooLargeException } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import { blobOwner, MAX_DOCUMENT_BYTES } from '../document.blob.js';
import type { DocumentState } from '../document.state.js';
import { createDocumentBody } from '../document.versions.js';
import { type LinkTarget, LinkTargets } from '../link-target.js';
import { CreateDocument } from './create-document.handler.js';
import { type CreateDocumentInput, INTEGERS, targetOf } from './create-document.js';

/** An upload of which nothing is wrong so far, with its bytes stored. */
interface Received {
  readonly blob: StoredBlob;
  readonly contentType: string;
  readonly input: CreateDocumentInput;
}

/**
 * Takes uploads in. The bytes go to the blob store while they come, and the event that names them follows: whatever dies in between
 * leaves bytes that no event names, which `sweepBlobs` removes. Bytes of a request that is refused are removed at once.
 */
@Injectable()
export class DocumentIntake {
  constructor(
    private readonly blobs: BlobStore,
    private readonly ids: IdBlocks,
    private readonly targets: LinkTargets,
    private readonly commands: CommandBus,
  ) {}

  /**
   * Makes a document of a request with `streamsBody`.
   * @throws DomainError, MalformedBodyError, PayloadTooLargeException, StoreUnavailableError
   */
  async take(request: FastifyRequest, context: CommandContext): Promise<DocumentState> {
    const { blob, contentType, input } = await this.receive(request, context);
    const target = targetOf(input) ?? null;
    const customerId = target && (await this.customerOf(target, context.org, blob));
    const { holder, size, sha256 } = await this.underOwnId(blob, context);
    const document = {
      id: Number(holder),
      originalName: input.original_name,
      contentType,
      size,
      sha256,
      target,
      customerId,
      deleteAfter: input.delete_after ?? -1,
    };
    // Where this fails, the event may be there all the same, because its append was not answered: so the bytes stay.
    return this.commands.execute(new CreateDocument(document, context));
  }

  /** Stores the bytes and checks what came beside them. Nothing is stored when something is wrong. */
  private async receive(request: FastifyRequest, { org, claim }: CommandContext): Promise<Received> {
    let stored: Pick<Received, 'blob' | 'contentType'> | undefined;
    try {
      const { fields, fileName } = await receiveUpload(request, { fileLimit: MAX_DOCUMENT_BYTES, integers: INTEGERS }, async (bytes) => {
        stored = await this.store(bytes, org);
      });
      const input = parseBody(request, createDocumentBody.in(request.apiVersion), withName(fields, fileName));
      if (stored === undefined) throw new Error('A file was named and not received.');
      claim?.content(JSON.stringify([stored.blob.sha256, input]));
      return { ...stored, input };
    } catch (error) {
      if (stored !== undefined) await this.discard(stored.blob);
      throw error;
    }
  }

  /** Under an id that nobody else has: it is the document's, if there will be one. */
  private async store(bytes: AsyncIterable<Uint8Array>, org: string): Promise<Pick<Received, 'blob' | 'contentType'>> {
    const id = await this.ids.next({ org }, 'document');
    const recognised = new RecognisedFile(bytes);
    try {
      const blob = await this.blobs.put(blobOwner(org, id), recognised.bytes(), MAX_DOCUMENT_BYTES);
      return { blob, contentType: recognised.contentType };
    } catch (error) {
      throw error instanceof BlobTooLargeError ? new PayloadTooLargeException() : error;
    }
  }

  private async customerOf(target: LinkTarget, org: string, blob: StoredBlob): Promise<number> {
    const customerId = await this.targets.customerOf(org, target);
    if (customerId !== undefined) return customerId;
    await this.discard(blob);
    throw invalidField(`${target.kind}_id`, 'does_not_exist', `Invalid pk "${target.id}" - object does not exist.`);
  }

  /** A request that came before has the id that it took then, and its bytes belong there. Nothing is taken for one that is refused. */
  private async underOwnId(blob: StoredBlob, { org, claim }: CommandContext): Promise<StoredBlob> {
    const reserved = Number(blob.holder);
    const id = claim ? await claim.id('document', async () => reserved) : reserved;
    if (id === reserved) return blob;
    const own = await this.blobs.put(blobOwner(org, id), await this.blobs.get(blob), blob.size);
    await this.discard(blob);
    return own;
  }

  /** What cannot be removed now is removed later, by whoever looks for bytes that no event names. */
  private async discard(blob: StoredBlob): Promise<void> {
    await this.blobs.delete(blob).catch(() => undefined);
  }
}

/** A file in a form has a name of its own, which is that of the document unless another is given. */
const withName = (fields: unknown, fileName: string | undefined): unknown =>
  fileName === undefined ? fields : { ...(fields as object), original_name: (fields as { original_name?: unknown }).original_name ?? fileName };
