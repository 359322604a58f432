/** A part of a form: a field, or a file when it has a name. */
export interface FormPart {
  readonly name: string;
  readonly content: string | Uint8Array;
  readonly fileName?: string;
}

/** A form as it goes over the wire (RFC 7578), with the header that says so. */
export function formBody(parts: readonly FormPart[], boundary = 'a-boundary-of-the-specs'): { readonly raw: Uint8Array; readonly headers: Readonly<Record<string, string>> } {
  const lines = parts.flatMap(({ name, content, fileName }) => [
    Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${name}"${fileName === undefined ? '' : `; filename="${fileName}"`}\r\n`),
    Buffer.from(fileName === undefined ? '\r\n' : 'content-type: application/octet-stream\r\n\r\n'),
    Buffer.from(content),
    Buffer.from('\r\n'),
  ]);
  return { raw: Buffer.concat([...lines, Buffer.from(`--${boundary}--\r\n`)]), headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } };
}
