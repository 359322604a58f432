import type { ReadingCodec } from '#assembly';
import { parseStreamName, type Position, type RecordedEvent } from '#event-sourcing';

/** A place at which the log is not what it must be. */
export interface Violation {
  readonly stream: string;
  readonly revision: number;
  readonly position: Position;
  readonly event: string;
  readonly problem: string;
}

/** How much of a category there is. */
export interface CategoryCount {
  readonly streams: number;
  readonly events: number;
}

/** What came of looking at a log. */
export interface LogReport {
  readonly ok: boolean;
  readonly events: number;
  readonly streams: number;
  /** The position of the last event; null for an empty log. */
  readonly position: Position | null;
  readonly categories: Readonly<Record<string, CategoryCount>>;
  readonly violation_count: number;
  /** The first of them, 1,000 at most. */
  readonly violations: readonly Violation[];
}

const KEPT_VIOLATIONS = 1_000;

/**
 * Checks a log, event by event in its order: positions ascend; each stream's revisions count from 0 without a gap; every
 * event is known, can be read and has the shape that its schema says; and it belongs to the organization of its stream.
 * Remembers one number per stream.
 */
export class LogVerifier {
  private readonly revisions = new Map<string, number>();
  private readonly categories = new Map<string, { streams: number; events: number }>();
  private readonly violations: Violation[] = [];
  private violationCount = 0;
  private events = 0;
  private position: Position | undefined;

  constructor(private readonly codecs: ReadonlyMap<string, ReadingCodec>) {}

  /** How many events were looked at so far. */
  get seen(): number {
    return this.events;
  }

  check(event: RecordedEvent): void {
    const { stream, revision, position } = event;
    const { category } = parseStreamName(stream);
    const last = this.revisions.get(stream);
    for (const problem of [this.misplaced(position), outOfTurn(revision, last), ...this.unreadable(event, category)]) {
      if (problem !== undefined) this.note({ stream, revision, position, event: event.type, problem });
    }
    this.count(category, last === undefined);
    this.revisions.set(stream, revision);
    this.position = position;
  }

  report(): LogReport {
    return {
      ok: this.violationCount === 0,
      events: this.events,
      streams: this.revisions.size,
      position: this.position ?? null,
      categories: Object.fromEntries([...this.categories].sort(([a], [b]) => (a < b ? -1 : 1))),
      violation_count: this.violationCount,
      violations: this.violations,
    };
  }

  private misplaced(position: Position): string | undefined {
    return this.position === undefined || position > this.position ? undefined : `its position does not come after ${this.position}`;
  }

  private unreadable(event: RecordedEvent, category: string): readonly string[] {
    const { org } = parseStreamName(event.stream);
    const foreign = event.metadata.org === org ? [] : [`it says that it belongs to organization ${event.metadata.org}`];
    const codec = this.codecs.get(category);
    return [...foreign, ...(codec ? schemaProblems(codec, event) : [`category ${category} is not known`])];
  }

  private count(category: string, newStream: boolean): void {
    const counts = this.categories.get(category) ?? { streams: 0, events: 0 };
    counts.events++;
    if (newStream) counts.streams++;
    this.categories.set(category, counts);
    this.events++;
  }

  private note(violation: Violation): void {
    this.violationCount++;
    if (this.violations.length < KEPT_VIOLATIONS) this.violations.push(violation);
  }
}

function outOfTurn(revision: number, last: number | undefined): string | undefined {
  const due = last === undefined ? 0 : last + 1;
  if (revision === due) return undefined;
  if (revision < due) return `revision ${revision} comes again`;
  return due === revision - 1 ? `revision ${due} is missing` : `revisions ${due} to ${revision - 1} are missing`;
}

/** Tells fields and rules, and no values: they may be personal. */
function schemaProblems(codec: ReadingCodec, event: RecordedEvent): readonly string[] {
  try {
    const { type, data } = codec.decode(event);
    const result = codec.definitions.get(type)?.schema.safeParse(data);
    return result?.error?.issues.map(({ path, code }) => `data.${path.join('.')} is not as the schema says (${code})`) ?? [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}
