import { invalidField } from '#event-sourcing';

/** Takes the bytes of a file as they come, and answers with what it has made of them. It has to take all of them, or throw. */
export type FileReceiver<File> = (bytes: AsyncIterable<Uint8Array>) => Promise<File>;

/** A body with a file in it, after it has been read. */
export interface Received<File> {
  /** What came beside the file, not yet checked. In the file's place is an empty text, so that it is seen to have been there. */
  readonly fields: unknown;
  /** What was made of the file; absent when there was none. */
  readonly file?: File;
}

/** What a route says of the uploads that it takes. */
export interface UploadOptions {
  /** Bytes of a file. The receiver holds to it; here it only keeps a form from being read for nothing. */
  readonly fileLimit: number;
  /** The fields beside the file that hold integers: forms have nothing but texts. */
  readonly integers: readonly string[];
}

/** Bytes of a body beside the file. */
export const REST_LIMIT = 64 * 1024;

/** A field is there twice, of which some would take the first and others the last. */
export const givenTwice = (field: string): Error => invalidField(field, 'given_twice', field === 'file' ? 'Send one file.' : 'Send this field once.');
