import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { probeApp } from '../testing/index.js';
import { TIMEOUTS } from './timeouts.js';

let app: NestFastifyApplication;
let port: number;
beforeAll(async () => {
  ({ app } = await probeApp());
  await app.listen(0, '127.0.0.1');
  port = Number(new URL(await app.getUrl()).port);
});
afterAll(() => app.close());

/** What comes back for these bytes until the connection is closed. */
async function answerTo(bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(bytes);
  return text(socket);
}

describe('bytes that are no request', () => {
  test.each([
    ['no HTTP', 'hello\r\n\r\n', 400, 'parse_error'],
    ['headers without end', `GET /livez HTTP/1.1\r\nhost: a\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`, 431, 'headers_too_large'],
    ['two lengths', 'POST /livez HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello', 400, 'parse_error'],
  ])('(%s) are answered like any other error, and the connection is closed', async (_, bytes, status, code) => {
    const answer = await answerTo(bytes);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))).toMatchObject({ code });
  });
});

test('nobody is waited for without end', () => {
  const { server } = app.getHttpAdapter().getInstance();
  expect(server).toMatchObject({
    requestTimeout: TIMEOUTS.requestTimeout,
    keepAliveTimeout: TIMEOUTS.keepAliveTimeout,
    headersTimeout: TIMEOUTS.http.headersTimeout,
  });
});
