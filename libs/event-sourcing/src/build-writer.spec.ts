import { describe, it } from '@jest/globals';
import { projectionEqualsRebuild } from './testing/projection-property.js';
import { thingHistories, thingsProjection } from './testing/things.projection.js';

describe('incremental projection', () => {
  it('equals the rebuilt one, byte for byte, through crashes, restores and rivals', async () => {
    await projectionEqualsRebuild(thingsProjection, thingHistories);
  });
});
