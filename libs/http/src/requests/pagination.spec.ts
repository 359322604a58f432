import { describe, expect, test } from '@jest/globals';
import { absoluteUrl } from './absolute-url.js';
import { pageBody, pageRequest } from './pagination.js';

const url = 'https://api.test/api/cases/?outcome=PENDING&page=2&page_size=10&search=a%20b';

describe('a page', () => {
  test('is the first one, of 50 items, unless the client says otherwise', () => {
    expect(pageRequest({})).toEqual({ number: 1, size: 50, offset: 0 });
    expect(pageRequest({ page: '3', page_size: '200' })).toEqual({ number: 3, size: 200, offset: 400 });
  });

  test.each(['0', '-1', '1.5', 'x', '', '1e3', '99999999999'])('has no number %j', (page) => {
    expect(() => pageRequest({ page })).toThrow('Invalid page.');
  });

  test.each(['0', '201', 'x', ''])('has no size %j', (size) => {
    expect(() => pageRequest({ page_size: size })).toThrow('Invalid page.');
  });

  test('links to its neighbours and keeps the rest of the query', () => {
    const page = pageRequest({ page: '2', page_size: '10' });
    expect(pageBody(page, 25, ['x'], url)).toEqual({
      count: 25,
      next: 'https://api.test/api/cases/?outcome=PENDING&page=3&page_size=10&search=a+b',
      previous: 'https://api.test/api/cases/?outcome=PENDING&page=1&page_size=10&search=a+b',
      results: ['x'],
    });
  });

  test('ends where the list ends', () => {
    expect(pageBody(pageRequest({ page: '3', page_size: '10' }), 30, [], url).next).toBeNull();
    expect(pageBody(pageRequest({ page: '3', page_size: '10' }), 31, [], url).next).not.toBeNull();
    expect(() => pageBody(pageRequest({ page: '4', page_size: '10' }), 30, [], url)).toThrow('Invalid page.');
  });

  test('of an empty list is there, but only the first', () => {
    expect(pageBody(pageRequest({}), 0, [], 'https://api.test/api/cases/')).toEqual({ count: 0, next: null, previous: null, results: [] });
    expect(() => pageBody(pageRequest({ page: '2' }), 0, [], url)).toThrow('Invalid page.');
  });
});

test('the URL of a request is the one that its client knows', () => {
  const request = { protocol: 'http', host: 'localhost:3000', url: '/api/cases/?page=1' } as const;
  expect(absoluteUrl(request, { publicUrl: undefined })).toBe('http://localhost:3000/api/cases/?page=1');
  expect(absoluteUrl(request, { publicUrl: 'https://cases.test/base' })).toBe('https://cases.test/base/api/cases/?page=1');
});
