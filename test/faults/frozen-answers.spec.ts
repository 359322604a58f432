import { describe, expect, it } from '@jest/globals';
import type { Exchange } from './balancer.js';
import { frozenAnswers } from './frozen-answers.js';

const span = { from: 10_000, to: 25_000 };
const refused: Exchange = { request: 'POST /', from: 12_000, to: 16_000, status: 503, retryAfter: '2' };

describe('the look at answers while the event store was frozen', () => {
  it('finds nothing wrong with answers that come soon and say when to come again', () => {
    const list: Exchange = { request: 'GET /', from: 13_000, to: 13_020, status: 200, retryAfter: null };
    expect(frozenAnswers([refused, list], span, 5_000)).toEqual({ requests: 2, unavailable: 1, slowest: 4_000, wrong: [] });
  });

  it('looks at what was under way in the span, and at nothing else', () => {
    const slow = { ...refused, status: 200 };
    const exchanges = [{ ...slow, from: 1_000, to: 9_999 }, { ...slow, from: 25_001, to: 40_000 }, { ...slow, from: 9_000, to: 15_000 }];
    expect(frozenAnswers(exchanges, span, 5_000)).toMatchObject({ requests: 1, wrong: ['POST / was answered 200 after 6000 ms'] });
  });

  it.each<[string, Exchange]>([
    ['an answer that comes late', { ...refused, to: 17_001 }],
    ['no answer', { request: 'POST /', from: 12_000, to: 13_000 }],
    ['an error that is no refusal', { ...refused, status: 500, retryAfter: null }],
    ['a refusal that does not say when to come again', { ...refused, retryAfter: null }],
    ['a refusal that says it wrongly', { ...refused, retryAfter: '0' }],
  ])('finds %s', (_, exchange) => {
    expect(frozenAnswers([exchange], span, 5_000).wrong).toHaveLength(1);
  });
});
