import type { Position, RecordedEvent } from '#event-sourcing';
import { idOf } from './evidence.js';

/** Whatever is still under way: outcomes that have not come to their receiver, and cases that do not know that theirs has. */
export class OpenWork {
  private readonly withWebhook = new Set<string>();
  private readonly decided = new Set<string>();
  /** The outcome that each delivery brings. */
  private readonly deliveries = new Map<string, string>();
  private readonly undelivered = new Map<string, RecordedEvent>();
  /** The latest outcome of each case, while the case does not know that it was taken. */
  private readonly untold = new Map<string, RecordedEvent>();

  /** Takes in what happened next, in the order of the log. */
  add(events: readonly RecordedEvent[]): this {
    for (const event of events) this.addOne(event);
    return this;
  }

  /** What is open, as `<stream>@<revision>`; of the events up to a position when one is given. */
  places(until?: Position): string[] {
    const open = [...this.undelivered.values(), ...this.untold.values()];
    return open.filter(({ position }) => until === undefined || position <= until).map(({ stream, revision }) => `${stream}@${revision}`);
  }

  private addOne(event: RecordedEvent): void {
    const { type, stream, revision, data } = event;
    switch (type) {
      case 'case-created':
        if (data.webhook_url !== null) this.withWebhook.add(stream);
        break;
      case 'check-decided':
        this.decided.add(stream);
        break;
      case 'case-completed':
      case 'case-outcome-changed':
        if (!this.withWebhook.has(stream)) break;
        this.undelivered.set(`${idOf(event)}@${revision}`, event);
        // Only checks that were decided are submitted.
        if (this.decided.has(stream)) this.untold.set(stream, event);
        break;
      case 'delivery-scheduled':
        this.deliveries.set(stream, `${data.case_id as number}@${data.case_revision as number}`);
        break;
      case 'delivery-succeeded':
        this.undelivered.delete(this.deliveries.get(stream) ?? '');
        break;
      case 'outcome-submitted':
        if (this.untold.get(stream)?.revision === data.case_revision) this.untold.delete(stream);
        break;
    }
  }
}

/** What is open in a whole log. */
export const openWork = (log: readonly RecordedEvent[]): string[] => new OpenWork().add(log).places();
