import { bodyOf, isMultipart, parseJsonBody } from '#http';
import type { FastifyRequest } from 'fastify';
import { readFormUpload } from './form-upload.js';
import { readJsonUpload } from './json/json-upload.js';
import type { FileReceiver, UploadOptions } from './received.js';

/** What came with a request that uploads a file. */
export interface Upload<File> {
  /** What came beside the file, not yet checked. In the file's place is an empty text, so that it is seen to have been there. */
  readonly fields: unknown;
  /** What was made of the file; absent when there was none. */
  readonly file?: File;
  /** The name that a form gives to the file; nothing in JSON, which has fields for that. */
  readonly fileName?: string;
}

/**
 * Reads a request that uploads a file, as JSON with the file in base64 in the field `file`, or as a form with the file as it is. Its bytes
 * go to whoever receives them as they come: at no time is all of the file in memory. For routes with `streamsBody`.
 *
 * @throws DomainError, MalformedBodyError, 413; and whatever the receiver throws.
 */
export async function receiveUpload<File>(request: FastifyRequest, options: UploadOptions, receive: FileReceiver<File>): Promise<Upload<File>> {
  if (!isMultipart(request)) return readJsonUpload(bodyOf(request), parseJsonBody, receive);
  const { fields: texts, file } = await readFormUpload(request, options, receive);
  // What must not be in JSON must not be in a form either.
  const fields = parseJsonBody(Buffer.from(JSON.stringify(texts)));
  if (file === undefined) return { fields };
  return { fields, file: file.received, ...(file.name === undefined ? {} : { fileName: file.name }) };
}
