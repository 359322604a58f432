import { describe, expect, test } from '@jest/globals';
import type { FieldError } from '#event-sourcing';
import { drfBody, drfFields } from './drf-body.js';

const wrong = (path: FieldError['path'], message = 'wrong'): FieldError => ({ path, code: 'invalid', message });

describe('errors in the style of Django REST Framework', () => {
  test('are messages by field', () => {
    expect(drfFields([wrong(['name'], 'a'), wrong(['name'], 'b'), wrong(['size'], 'c')])).toEqual({ name: ['a', 'b'], size: ['c'] });
  });

  test('about the request as a whole are in a field of their own', () => {
    expect(drfFields([wrong([]), wrong(['name'])])).toEqual({ non_field_errors: ['wrong'], name: ['wrong'] });
  });

  test('nest as objects do', () => {
    expect(drfFields([wrong(['customer', 'full_name'])])).toEqual({ customer: { full_name: ['wrong'] } });
    expect(drfFields([wrong(['customer']), wrong(['customer', 'full_name'])])).toEqual({
      customer: { non_field_errors: ['wrong'], full_name: ['wrong'] },
    });
  });

  test('keep the positions of a list of objects', () => {
    expect(drfFields([wrong(['checks', 1, 'check_type'])])).toEqual({ checks: [{}, { check_type: ['wrong'] }] });
    expect(drfFields([wrong(['checks', 2, 'check_type']), wrong(['checks', 0])])).toEqual({
      checks: [{ non_field_errors: ['wrong'] }, {}, { check_type: ['wrong'] }],
    });
  });

  test('of a list of values go by their index', () => {
    expect(drfFields([wrong(['document_ids', 1])])).toEqual({ document_ids: { 1: ['wrong'] } });
  });

  test('of a list of objects and of the list itself stand together', () => {
    expect(drfFields([wrong(['checks'], 'too many'), wrong(['checks', 0, 'check_type'])])).toEqual({
      checks: { non_field_errors: ['too many'], 0: { check_type: ['wrong'] } },
    });
  });

  test('that concern no field say what and why', () => {
    expect(drfBody({ status: 404, code: 'case_not_found', detail: 'Not found.', fields: [], headers: {} })).toEqual({
      detail: 'Not found.',
      code: 'case_not_found',
    });
  });

  test('survive field names that JavaScript has plans for', () => {
    expect(Object.keys(drfFields([wrong(['__proto__', 'x']), wrong(['constructor'])]))).toEqual(['__proto__', 'constructor']);
  });
});
