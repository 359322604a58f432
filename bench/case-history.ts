import { type CaseEvent } from '#cases';
import type { CustomerEvent } from '#customers';
import { type EventMetadata, type EventStore, isoTime, type JsonObject, streamName, uuidV5 } from '#event-sourcing';

const ORG = 'acme';
const START = Date.UTC(2026, 0, 1);
/** Cases that are under way at the same time, so that their events mix in the log as they do in life. */
const AT_ONCE = 64;

type Happening = CaseEvent | CustomerEvent;

/** Writes the life of this many cases, each from its creation to its completion, and answers how many events that were. */
export async function writeHistory(store: EventStore, cases: number): Promise<number> {
  let written = 0;
  for (let first = 1; first <= cases; first += AT_ONCE) {
    const ids = Array.from({ length: Math.min(AT_ONCE, cases - first + 1) }, (_, index) => first + index);
    const lives = ids.map((id) => ({ id, happenings: lifeOf(id), revisions: new Map<string, number>() }));
    for (let step = 0; step < Math.max(...lives.map(({ happenings }) => happenings.length)); step++) {
      await Promise.all(
        lives.map(async ({ id, happenings, revisions }) => {
          const next = happenings[step];
          if (next === undefined) return;
          const stream = next.type.startsWith('customer-') ? streamName('customer', ORG, id) : streamName('case', ORG, id);
          const revision = revisions.get(stream) ?? 0;
          revisions.set(stream, revision + 1);
          written++;
          await store.append(stream, revision === 0 ? 'no-stream' : revision - 1, [toNewEvent(stream, revision, next, id)]);
        }),
      );
    }
  }
  return written;
}

function toNewEvent(stream: string, revision: number, { type, data }: Happening, id: number) {
  const command = uuidV5(`command ${stream} ${revision}`);
  const metadata: EventMetadata = {
    org: ORG,
    actor: 'client:00000000-0000-4000-8000-000000000000',
    command_id: command,
    schema_version: 1,
    occurred_at: isoTime(START + id * 1_000 + revision),
    $correlationId: command,
    $causationId: command,
  };
  return { id: uuidV5(`${stream} ${revision}`), type, data: data as JsonObject, metadata };
}

function lifeOf(id: number): readonly Happening[] {
  const checks = [id * 1_000, id * 1_000 + 1];
  const events: Happening[] = [
    {
      type: 'customer-created',
      data: {
        customer_id: id,
        external_id: `customer-${id}`,
        parent: null,
        full_name: `${NAMES[id % NAMES.length] ?? ''} van der Berg ${id}`,
        customer_type: 'INDIVIDUAL',
        input_details: { date_of_birth: '1980-01-01', nationality: 'NL', address: { street: 'Herengracht 1', city: 'Amsterdam' } },
        sync_platforms: [],
        delete_after: -1,
      },
    },
    {
      type: 'case-created',
      data: {
        case_id: id,
        customer_id: id,
        external_id: uuidV5(`case ${id}`),
        note: null,
        rfi: null,
        webhook_url: 'https://bank.example/webhooks/casetrail',
        checks: checks.map((check_id, index) => ({
          check_id,
          check_type: index === 0 ? 'PEP' : 'SANCTION',
          input_details: { provider: 'screening', threshold: 0.8, lists: ['EU', 'UN', 'OFAC'] },
          document_ids: [],
          delete_after: -1,
          required: null,
          provider: null,
        })),
        document_ids: [],
        case_config: null,
        pinned_config: null,
        parent_case_id: null,
        assignee: null,
        metadata: { product: 'loan', branch: `branch-${id % 50}` },
        sync_platforms: [],
        delete_after: -1,
        api_version: 3,
      },
    },
    { type: 'case-started', data: {} },
    ...checks.map((check_id, index): CaseEvent => ({ type: 'check-requested', data: { customer_id: id, check_id, check_type: index === 0 ? 'PEP' : 'SANCTION' } })),
    ...checks.map((check_id, index): CaseEvent => ({
      type: 'check-decided',
      data: {
        customer_id: id,
        check_id,
        outcome: 'ACCEPTED',
        risk_score: ((id + index) % 100) / 100,
        title: 'No match found',
        note: null,
        reasoning: ['The name was compared with every list of the day.', 'The best match was below the threshold.'],
        shareholders: null,
      },
    })),
    { type: 'case-completed', data: { outcome: 'ACCEPTED', risk_score: ((id + 1) % 100) / 100, parent_case_id: null } },
  ];
  if (id % 5 === 0) events.push({ type: 'customer-updated', data: { customer_id: id, full_name: `New Name ${id}` } });
  return events;
}

const NAMES = ['Anna', 'Bert', 'Carla', 'Dirk', 'Eva', 'Fatima', 'Gerrit'];
