import type { IntegrationEvent, MessageContract, MessageData } from '#broker';
import { type JsonObject, parseStreamName, type RecordedEvent } from '#event-sourcing';
import { caseCodec, type CaseEvent } from './case.events.js';
import {
  caseArchivedMessage,
  caseCompletedMessage,
  caseCreatedMessage,
  caseDeletedMessage,
  caseStartedMessage,
  caseUpdatedMessage,
  checkDecidedMessage,
  checkRequestedMessage,
} from './case.messages.js';

/** What a message says, and of which type it is. */
type Told = Pick<IntegrationEvent, 'type' | 'data'>;

/**
 * What an event of a case tells the world: nothing, for most. Messages carry ids, types and outcomes alone; whoever
 * needs more asks for the case.
 */
export function caseIntegrationEvents(recorded: RecordedEvent): readonly IntegrationEvent[] {
  const { org, id: caseId = '' } = parseStreamName(recorded.stream);
  const told = toldBy(caseCodec.decode(recorded), Number(caseId));
  if (!told) return [];
  return [
    {
      id: recorded.id,
      ...told,
      org,
      subject: caseId,
      time: recorded.metadata.occurred_at,
      sequence: recorded.revision,
      correlationId: recorded.metadata.$correlationId,
    },
  ];
}

function toldBy(event: CaseEvent, case_id: number): Told | undefined {
  switch (event.type) {
    case 'case-created': {
      const { customer_id, external_id } = event.data;
      return tell(caseCreatedMessage, { case_id, customer_id, external_id });
    }
    case 'case-started':
      return tell(caseStartedMessage, { case_id });
    case 'check-requested': {
      const { check_id, check_type, customer_id } = event.data;
      return tell(checkRequestedMessage, { case_id, check_id, check_type, customer_id });
    }
    case 'check-decided': {
      const { check_id, outcome, risk_score } = event.data;
      return tell(checkDecidedMessage, { case_id, check_id, outcome, risk_score });
    }
    case 'case-completed':
    case 'case-outcome-changed': {
      const { outcome, risk_score } = event.data;
      return tell(caseCompletedMessage, { case_id, outcome, risk_score });
    }
    case 'case-archived':
      return tell(caseArchivedMessage, { case_id, successor_id: event.data.successor_id });
    case 'case-deleted':
      return tell(caseDeletedMessage, { case_id, customer_id: event.data.customer_id });
    case 'case-updated':
      return tell(caseUpdatedMessage, { case_id, changed: changedFields(event.data) });
    case 'case-assigned':
      return tell(caseUpdatedMessage, { case_id, changed: ['assignee'] });
    case 'case-decided':
    case 'case-rescued':
    case 'note-added':
    case 'check-added':
    case 'check-skipped':
    case 'check-failed':
    case 'outcome-submitted':
    case 'platform-sync-recorded':
    case 'child-cases-planned':
    case 'child-case-completed':
    case 'check-deleted':
      return undefined;
  }
}

type Updated = MessageData<typeof caseUpdatedMessage>;

const changedFields = ({ customer_id: _, ...fields }: Extract<CaseEvent, { type: 'case-updated' }>['data']): Updated['changed'] =>
  Object.keys(fields) as Updated['changed'];

const tell = <Contract extends MessageContract>({ type }: Contract, data: MessageData<Contract>): Told => ({
  type,
  data: data as JsonObject,
});
