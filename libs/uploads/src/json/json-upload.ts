import { PayloadTooLargeException } from '@nestjs/common';
import { type FileReceiver, givenTwice, type Received, REST_LIMIT } from '../received.js';
import { decodeBase64 } from './base64.js';
import { FieldFinder } from './field-finder.js';
import { insideOfText } from './json-text.js';
import { Pieces } from './pieces.js';

/**
 * Reads a JSON object of which one field is a file in base64, without ever having the file in memory: its bytes go to whoever
 * receives them as they come, and the rest is parsed when all of it is there, with an empty text in the file's place.
 *
 * @param parse turns the rest into a value, as it does with every other body.
 * @throws DomainError, MalformedBodyError, 413 when there is too much beside the file; and whatever the receiver throws.
 */
export async function readJsonUpload<File>(
  body: AsyncIterable<Buffer>,
  parse: (json: Buffer) => unknown,
  receive: FileReceiver<File>,
): Promise<Received<File>> {
  const pieces = new Pieces(body);
  try {
    const { rest, file } = await takeFile(pieces, receive);
    const fields = parse(rest);
    return file === undefined ? { fields } : { fields, file: file.received };
  } finally {
    await pieces.end();
  }
}

/** The file, and the JSON without it. */
async function takeFile<File>(pieces: Pieces, receive: FileReceiver<File>): Promise<{ readonly rest: Buffer; readonly file: { readonly received: File } | undefined }> {
  const finder = new FieldFinder('file');
  const rest: Buffer[] = [];
  let restSize = 0;
  let file: { readonly received: File } | undefined;
  for (let piece = await pieces.next(); piece !== undefined; piece = await pieces.next()) {
    const end = finder.find(piece);
    const beside = piece.subarray(0, end);
    restSize += beside.length;
    if (restSize > REST_LIMIT) throw new PayloadTooLargeException();
    // A copy: a piece is a part of something larger.
    rest.push(Buffer.from(beside));
    if (end === undefined) continue;
    if (file !== undefined) throw givenTwice('file');
    pieces.giveBack(piece.subarray(end));
    file = { received: await receive(decodeBase64(insideOfText(pieces))) };
    rest.push(Buffer.from('"'));
  }
  return { rest: Buffer.concat(rest), file };
}
