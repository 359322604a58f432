import { CASE_COMPLETED, type IntegrationEvent } from '#broker';
import { type JsonObject, parseStreamName, type RecordedEvent } from '#event-sourcing';
import { caseCodec, type CaseEvent } from './case.events.js';

/**
 * What an event of a case tells the world: nothing, for most. Messages carry ids, types and outcomes alone; whoever
 * needs more asks for the case.
 */
export function caseIntegrationEvents(recorded: RecordedEvent): readonly IntegrationEvent[] {
  const { org, id: caseId = '' } = parseStreamName(recorded.stream);
  const told = toldBy(caseCodec.decode(recorded));
  if (!told) return [];
  return [
    {
      id: recorded.id,
      type: told.type,
      org,
      subject: caseId,
      time: recorded.metadata.occurred_at,
      sequence: recorded.revision,
      correlationId: recorded.metadata.$correlationId,
      data: { case_id: Number(caseId), ...told.data },
    },
  ];
}

function toldBy(event: CaseEvent): { type: string; data: JsonObject } | undefined {
  switch (event.type) {
    case 'case-created':
      return { type: 'casetrail.case.created.v1', data: { customer_id: event.data.customer_id } };
    case 'case-started':
      return { type: 'casetrail.case.started.v1', data: {} };
    case 'check-requested':
      return { type: 'casetrail.check.requested.v1', data: event.data };
    case 'check-decided': {
      const { check_id, outcome, risk_score } = event.data;
      return { type: 'casetrail.check.decided.v1', data: { check_id, outcome, risk_score } };
    }
    case 'case-completed':
    case 'case-outcome-changed':
      return { type: CASE_COMPLETED, data: event.data };
    case 'check-added':
    case 'check-skipped':
    case 'check-failed':
    case 'outcome-submitted':
    case 'platform-sync-recorded':
      return undefined;
  }
}
