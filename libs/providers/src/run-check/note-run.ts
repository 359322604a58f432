import type { Agenda } from '#dispatch';
import type { Recorded } from '#event-sourcing';
import type { CheckRunEvent } from '../check-run.events.js';

/** Brings the agenda up to date with what has happened to a run. */
export function noteRun(agenda: Agenda, event: Recorded<CheckRunEvent>): void {
  const now = Date.parse(event.metadata.occurred_at);
  switch (event.type) {
    case 'check-run-requested':
      agenda.note({ stream: event.stream, host: event.data.host, at: now });
      return;
    case 'check-run-attempt-failed':
      agenda.move(event.stream, Date.parse(event.data.next_attempt_at));
      return;
    case 'check-run-accepted':
      agenda.move(event.stream, Date.parse(event.data.answer_until));
      return;
    case 'check-run-answered':
    case 'check-run-abandoned':
      agenda.move(event.stream, now);
      return;
    case 'check-run-closed':
      agenda.drop(event.stream);
  }
}
