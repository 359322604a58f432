import { randomUUID } from 'node:crypto';
import type { JsonObject, NewEvent } from '#event-sourcing';

/** An event that no other one equals. */
export function newEvent(type = 'thing-happened', data: JsonObject = {}): NewEvent {
  const id = randomUUID();
  const metadata = {
    org: 'acme',
    actor: 'system:spec',
    command_id: id,
    schema_version: 1,
    occurred_at: '2026-01-02T03:04:05.678Z',
    $correlationId: id,
    $causationId: id,
  };
  return { id, type, data, metadata };
}

export const newEvents = (count: number, type?: string): NewEvent[] => Array.from({ length: count }, () => newEvent(type));
