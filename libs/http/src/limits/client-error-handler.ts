import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';

/** What is wrong with bytes that are no HTTP request, by the server's own codes. */
const ERRORS: Readonly<Record<string, readonly [status: number, code: string, detail: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'request_timeout', 'The request took too long to arrive.'],
  HPE_HEADER_OVERFLOW: [431, 'headers_too_large', 'The headers of the request are too large.'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, 'request_too_large', 'The request body is too large.'],
};

/** Answers what never became a request, in the form of every other error, and closes the connection. */
export function clientErrorHandler(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const [status, code, detail] = ERRORS[error.code ?? ''] ?? [400, 'parse_error', 'Malformed request.'];
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const body = JSON.stringify({ detail, code });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Error'}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
