import { describe, expect, test } from '@jest/globals';
import { createLogger } from './logger.js';

function lines(level: 'info' | 'debug' = 'info') {
  const written: string[] = [];
  const logger = createLogger({ logLevel: level, logFormat: 'json' }, { write: (line) => void written.push(line) });
  return { logger, read: () => written.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

describe('the log', () => {
  test('is one JSON object a line, with a level in words and a time', () => {
    const { logger, read } = lines();
    logger.warn({ subscription: 'relay' }, 'Slow.');
    expect(read()).toEqual([{ level: 'warn', time: expect.stringMatching(/^\d{4}-.*Z$/) as unknown, subscription: 'relay', msg: 'Slow.' }]);
  });

  test('says nothing below its level', () => {
    const { logger, read } = lines();
    logger.debug({}, 'Details.');
    expect(read()).toEqual([]);
    expect(logger.isLevelEnabled('debug')).toBe(false);
  });

  test('never holds a secret, at the top or inside', () => {
    const { logger, read } = lines();
    logger.info({ client_secret: 'hush', headers: { authorization: 'Bearer hush', cookie: 'hush' }, settings: { masterKey: 'hush' } }, 'x');
    expect(JSON.stringify(read())).not.toContain('hush');
  });
});
