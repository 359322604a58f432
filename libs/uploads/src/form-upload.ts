import type {} from '@fastify/multipart';
import { invalidField } from '#event-sourcing';
import { MalformedBodyError } from '#http';
import type { FastifyRequest } from 'fastify';
import { givenTwice } from './json/json-upload.js';
import type { FileReceiver, Received, UploadOptions } from './received.js';

/** A file in a form, as its part names it. */
export interface FormFile<File> {
  readonly received: File;
  readonly name: string | undefined;
}

/** The file's own limit is that of whoever receives it, which comes before this one. */
const limits = (fileLimit: number) => ({ files: 2, fields: 20, parts: 22, fieldSize: 64 * 1024, headerPairs: 20, fileSize: fileLimit + 1 });

/**
 * Reads a form (`multipart/form-data`, RFC 7578) with a file in it, whose bytes go to whoever receives them as they come.
 * Empty fields become null, and those that are to be integers integers, as they would be in JSON.
 *
 * @throws DomainError for another file than `file`, MalformedBodyError, 413; and whatever the receiver throws.
 */
export async function readFormUpload<File>(
  request: FastifyRequest,
  { fileLimit, integers }: UploadOptions,
  receive: FileReceiver<File>,
): Promise<Received<FormFile<File>>> {
  const fields: Record<string, unknown> = {};
  let file: FormFile<File> | undefined;
  for await (const part of formParts(request, fileLimit)) {
    if (part.type === 'field') {
      fields[part.fieldname] = valueOf(part.value, integers.includes(part.fieldname));
    } else {
      if (part.fieldname !== 'file') throw invalidField(part.fieldname, 'unknown_file', 'There is no such file here: the file is named "file".');
      if (file !== undefined) throw givenTwice();
      file = { received: await receive(bytesOf(part.file)), name: part.filename };
      fields.file = '';
    }
  }
  return file === undefined ? { fields } : { fields, file };
}

type Part = Awaited<ReturnType<FastifyRequest['file']>> | { readonly type: 'field'; readonly fieldname: string; readonly value: unknown };

async function* formParts(request: FastifyRequest, fileLimit: number): AsyncGenerator<NonNullable<Part>> {
  try {
    yield* request.parts({ limits: limits(fileLimit) });
  } catch (error) {
    throw isOfForm(error) ? new MalformedBodyError('The form cannot be read.') : error;
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

/** The reader of forms has a status for what breaks its limits, and none for what is no form. */
const isOfForm = (error: unknown): boolean => typeof error === 'object' && error !== null && !('statusCode' in error);

const INTEGER = /^-?\d{1,16}$/;

function valueOf(text: unknown, isInteger: boolean): unknown {
  if (text === '') return null;
  return isInteger && typeof text === 'string' && INTEGER.test(text) ? Number(text) : text;
}
