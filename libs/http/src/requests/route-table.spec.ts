import { expect, test } from '@jest/globals';
import { RouteTable } from './route-table.js';

test('the methods of a path are those of every route that matches it', () => {
  const routes = new RouteTable();
  routes.add('GET', '/api/cases');
  routes.add('POST', '/api/cases');
  routes.add('GET', '/api/cases/:id');
  routes.add('PATCH', '/api/customers/update');
  routes.add('GET', '/docs/*');
  expect(routes.methodsOf('/api/cases/?page=1')).toEqual(['GET', 'POST']);
  expect(routes.methodsOf('/api/cases/5')).toEqual(['GET']);
  expect(routes.methodsOf('/api/cases/5/checks/')).toEqual([]);
  expect(routes.methodsOf('/api/customers/update/')).toEqual(['PATCH']);
  expect(routes.methodsOf('/docs/a/b.css')).toEqual(['GET']);
  expect(routes.methodsOf('/apixcases')).toEqual([]);
});
