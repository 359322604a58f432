import { describe, expect, it } from '@jest/globals';
import { RateMeter } from './rate-meter.js';
import { ManualTime } from './testing/manual-time.js';

describe('RateMeter', () => {
  it('tells the rate of the last seconds, from the first moment on', () => {
    const time = new ManualTime();
    const meter = new RateMeter(time);
    expect(meter.perSecond()).toBe(0);
    time.advance(500);
    meter.add(100);
    expect(meter.perSecond()).toBe(200);
    time.advance(1_500);
    meter.add(500);
    expect(meter.perSecond()).toBe(300);
    time.advance(2_000);
    expect(meter.perSecond()).toBe(0);
  });
});
