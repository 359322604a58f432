import { describe, expect, test } from '@jest/globals';
import { jsonFault } from './json-text.js';

const faultOf = (text: string): string | undefined => jsonFault(text, JSON.parse(text));

const nested = (levels: number, [open, close] = ['{"a":', '}']): string => open.repeat(levels) + '1' + close.repeat(levels);

describe('a JSON text', () => {
  test.each(['{}', '"[[["', nested(100), nested(100, ['[', ']']), `["${'\\"['.repeat(200)}"]`, '[[],[],[]]'])('is fine: %.40s', (text) => {
    expect(faultOf(text)).toBeUndefined();
  });

  test.each([nested(101), nested(101, ['[', ']']), nested(100_000), `["\\\\",${nested(100)}]`])('is nested too deeply: %.40s', (text) => {
    expect(faultOf(text)).toBe('The body is nested too deeply: 100 levels at most.');
  });

  test.each(['"\\ud83d\\ude00"', '"😀"', '"\\\\ud800"', '"\\u00e9"'])('is Unicode: %s', (text) => {
    expect(faultOf(text)).toBeUndefined();
  });

  test.each(['"\\ud800"', '{"\\uDFFF":1}', '"\\\\\\ud800"', '["\\ud83d\\ude00\\ude00"]'])('is not Unicode: %s', (text) => {
    expect(faultOf(text)).toBe('The body has a text that is not valid Unicode.');
  });
});
