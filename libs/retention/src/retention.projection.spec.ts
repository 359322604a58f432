import { caseLogs } from '#cases/testing';
import { projectionEqualsRebuild } from '#event-sourcing/testing';
import { describe, it } from '@jest/globals';
import { retentionProjection } from './retention.projection.js';

describe('the read model of what is kept until when', () => {
  it('grown event by event, with crashes and backups on the way, equals the one that is rebuilt', async () => {
    await projectionEqualsRebuild(retentionProjection, caseLogs, { numRuns: 300 });
  }, 60_000);
});
