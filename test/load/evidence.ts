import { parseStreamName, type JsonObject, type RecordedEvent } from '#event-sourcing';

/** The log, as those who verify it look things up: read as raw data, with no code of the service in between. */
export class LogIndex {
  private readonly byType = new Map<string, RecordedEvent[]>();
  private readonly byStream = new Map<string, RecordedEvent[]>();
  private readonly byCorrelation = new Map<string, RecordedEvent[]>();

  constructor(readonly events: readonly RecordedEvent[]) {
    for (const event of events) {
      add(this.byType, event.type, event);
      add(this.byStream, event.stream, event);
      add(this.byCorrelation, event.metadata.$correlationId, event);
    }
  }

  ofType(...types: readonly string[]): readonly RecordedEvent[] {
    return types.flatMap((type) => this.byType.get(type) ?? []);
  }

  stream(name: string): readonly RecordedEvent[] {
    return this.byStream.get(name) ?? [];
  }

  correlatedWith(requestId: string): readonly RecordedEvent[] {
    return this.byCorrelation.get(requestId) ?? [];
  }
}

/** Events by a text in their data. */
export function groupBy(events: readonly RecordedEvent[], textOf: (data: JsonObject, event: RecordedEvent) => string): ReadonlyMap<string, readonly RecordedEvent[]> {
  const groups = new Map<string, RecordedEvent[]>();
  for (const event of events) add(groups, textOf(event.data, event), event);
  return groups;
}

/** The number in the name of a case's or a customer's stream. */
export const idOf = ({ stream }: RecordedEvent): number => Number(parseStreamName(stream).id);

function add(groups: Map<string, RecordedEvent[]>, key: string, event: RecordedEvent): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [event]);
  else group.push(event);
}
