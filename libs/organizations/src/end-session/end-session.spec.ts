import { deciderSpec } from '#event-sourcing/testing';
import { describe, test } from '@jest/globals';
import type { SessionEvent } from '../session.events.js';
import { sessionAggregate } from '../session.state.js';
import { decideEndSession } from './end-session.js';

const data = { session_id: '11111111-1111-4111-8111-111111111111', member_id: 5, expires_at: '2026-01-02T20:00:00.000Z' };
const started: SessionEvent = { type: 'session-started', data };

const { given } = deciderSpec(sessionAggregate, decideEndSession);

describe('ending a session', () => {
  test('happens once', () => {
    given(started).when(data.session_id).then({ type: 'session-ended', data });
    given(started).when(data.session_id).resent();
  });

  test('that never was is nothing', () => {
    given().when(data.session_id).thenNothing();
  });
});
