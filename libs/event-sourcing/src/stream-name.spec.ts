import { describe, expect, it } from '@jest/globals';
import { categoryOf, parseStreamName, streamName } from './stream-name.js';

describe('names of streams', () => {
  it('are taken apart as they were put together', () => {
    expect(streamName('case', 'acme-bank', 17)).toBe('case-acme-bank.17');
    expect(parseStreamName('case-acme-bank.17')).toEqual({ category: 'case', org: 'acme-bank', id: '17' });
    expect(parseStreamName('organization-acme-bank')).toEqual({ category: 'organization', org: 'acme-bank' });
    expect(parseStreamName('caseConfig-acme.kyb.standard')).toEqual({ category: 'caseConfig', org: 'acme', id: 'kyb.standard' });
  });

  it('tell a category from one that begins alike', () => {
    expect(categoryOf('caseConfig-acme.kyb')).toBe('caseConfig');
    expect(categoryOf('case-acme.1')).toBe('case');
  });
});
