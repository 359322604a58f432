import { pipeline } from 'node:stream/promises';
import { Busboy, type BusboyFileStream, type BusboyHeaders, type BusboyInstance } from '@fastify/busboy';
import { invalidField } from '#event-sourcing';
import { bodyOf, MalformedBodyError } from '#http';
import { PayloadTooLargeException } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { type FileReceiver, givenTwice, type Received, REST_LIMIT, type UploadOptions } from './received.js';

/** A file in a form, as its part names it. */
export interface FormFile<File> {
  readonly received: File;
  readonly name: string | undefined;
}

/**
 * Reads a form (`multipart/form-data`, RFC 7578) with a file in it, whose bytes go to whoever receives them as they come.
 * Empty fields become null, and those that are to be integers integers, as they would be in JSON.
 *
 * @throws DomainError for what is not to be in the form, MalformedBodyError, 413; and whatever the receiver throws.
 */
export async function readFormUpload<File>(
  request: FastifyRequest,
  { fileLimit, integers }: UploadOptions,
  receive: FileReceiver<File>,
): Promise<Received<FormFile<File>>> {
  const parser = openParser(request, fileLimit);
  const fields = new Map<string, unknown>();
  let restSize = 0;
  let opened: BusboyFileStream | undefined;
  let file: Promise<FormFile<File>> | undefined;
  let refusal: Error | undefined;
  const refuse = (reason: Error): void => {
    refusal ??= reason;
    parser.destroy(refusal);
  };
  const refuseTooMuch = (): void => {
    refuse(new PayloadTooLargeException());
  };

  parser.on('field', (name: string | undefined, value, _isNameCut, isCut) => {
    restSize += (name?.length ?? 0) + value.length;
    if (name === undefined) refuse(unreadable());
    else if (isCut || restSize > REST_LIMIT) refuseTooMuch();
    else if (fields.has(name)) refuse(givenTwice(name));
    else fields.set(name, valueOf(value, integers.includes(name)));
  });
  parser.on('file', (name: string | undefined, stream, fileName) => {
    // What breaks off is an error, also of a stream that nobody reads.
    stream.on('error', () => undefined);
    if (name === undefined) refuse(unreadable());
    else if (name !== 'file') refuse(unknownFile(name));
    else if (fields.has(name)) refuse(givenTwice(name));
    else {
      opened = stream;
      fields.set(name, '');
      file = receive(bytesOf(stream)).then((received) => ({ received, name: fileName }));
      file.catch(refuse);
    }
  });
  for (const limit of ['partsLimit', 'filesLimit', 'fieldsLimit'] as const) parser.on(limit, refuseTooMuch);

  try {
    await pipeline(bodyOf(request), parser);
    const received = await file;
    return { fields: Object.fromEntries(fields), ...(received === undefined ? {} : { file: received }) };
  } catch (error) {
    const reason = refusal ?? (isOfBody(error) ? error : unreadable());
    // Whoever receives the file waits for more of it, and may have kept some.
    opened?.destroy(reason);
    await file?.catch(() => undefined);
    throw reason;
  }
}

/** The file's own limit is that of whoever receives it, which comes before this one. */
const limits = (fileLimit: number) => ({ files: 2, fields: 20, parts: 22, fieldSize: REST_LIMIT, headerPairs: 20, fileSize: fileLimit + 1 });

/** @throws MalformedBodyError when the request does not say what stands between the parts. */
function openParser({ headers }: FastifyRequest, fileLimit: number): BusboyInstance {
  const isPartAFile = (field: string | undefined, _type: string | undefined, fileName: string | undefined): boolean => field === 'file' || fileName !== undefined;
  try {
    const parser = new Busboy({ headers: headers as BusboyHeaders, limits: limits(fileLimit), preservePath: true, isPartAFile });
    // Heard of by the pipeline, and also when that has ended.
    return parser.on('error', () => undefined);
  } catch {
    throw unreadable();
  }
}

/** What a file in a form breaks off with is the form's fault. */
async function* bytesOf(file: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* file;
  } catch {
    throw new MalformedBodyError('The form ends too early.');
  }
}

/** What went wrong with the bytes of the body, and not with the form that they are. */
const isOfBody = (error: unknown): error is Error => error instanceof PayloadTooLargeException || error instanceof MalformedBodyError;

const unreadable = (): Error => new MalformedBodyError('The form cannot be read.');

const unknownFile = (name: string): Error => invalidField(name, 'unknown_file', 'There is no such file here: the file is named "file".');

const INTEGER = /^-?\d{1,16}$/;

function valueOf(text: string, isInteger: boolean): unknown {
  if (text === '') return null;
  return isInteger && INTEGER.test(text) ? Number(text) : text;
}
