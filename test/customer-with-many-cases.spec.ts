import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { caseAggregate, caseStream, casesProjection, type CaseEvent } from '#cases';
import { customerAggregate, type CustomerEvent, customerStream } from '#customers';
import { aCustomer } from '#customers/testing';
import { CommandRunner, type EventStore, type Position, Projector, silentLogger } from '#event-sourcing';
import { openEventStore } from '#event-store';
import type { ReadStore } from '#read-store';
import { openReadStore } from '#read-store/engines';

const CASES = 10_000;
const ORG = 'acme';
const CUSTOMER = 5;

let folder: string;
let events: EventStore;
let readStore: ReadStore;
let projector: Projector;
let running: Promise<void>;
const stop = new AbortController();

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'casetrail-many-'));
  events = await openEventStore(`sqlite:${join(folder, 'events.db')}`);
  readStore = await openReadStore(`sqlite:${join(folder, 'read.db')}`);
  projector = new Projector({ projection: casesProjection, events, store: readStore, logger: silentLogger });
  running = projector.run(stop.signal);
});
afterEach(async () => {
  stop.abort();
  await running;
  await readStore.close();
  await events.close();
  rmSync(folder, { recursive: true });
});

it(`shows a customer's change in each of its ${CASES} cases`, async () => {
  await ofCustomer(aCustomer.created({ customer_id: CUSTOMER, external_id: 'holding', full_name: 'Old Name Ltd', customer_type: 'COMPANY' }));
  await Promise.all(Array.from({ length: CASES }, (_, index) => openCase(index + 1)));
  await projector.waitFor(await head());
  expect(await casesNamed('old')).toBe(CASES);

  await ofCustomer(aCustomer.updated({ customer_id: CUSTOMER, full_name: 'New Name Ltd' }));
  await projector.waitFor(await head());
  expect([await casesNamed('new'), await casesNamed('old')]).toEqual([CASES, 0]);
  expect(await readStore.findOne('cases', `${ORG}.${CASES}`)).toMatchObject({ customer: { full_name: 'New Name Ltd' }, customer_revision: 1, revision: 0 });
}, 60_000);

const head = async (): Promise<Position> => (await events.head()) ?? '';

const context = (command: string) => ({ org: ORG, actor: 'client:spec', commandId: command, correlationId: command, now: 0 });

const ofCustomer = (event: CustomerEvent) =>
  new CommandRunner(events).run(customerAggregate, customerStream(ORG, CUSTOMER), () => [event], context(event.type));

function openCase(id: number): Promise<unknown> {
  const created: CaseEvent = {
    type: 'case-created',
    data: {
      case_id: id, customer_id: CUSTOMER, external_id: `case-${id}`, note: null, rfi: null, webhook_url: null, checks: [], document_ids: [], case_config: null, pinned_config: null,
      parent_case_id: null, assignee: null, metadata: null, sync_platforms: [], delete_after: -1, api_version: 3,
    },
  };
  return new CommandRunner(events).run(caseAggregate, caseStream(ORG, id), () => [created], context(`create ${id}`));
}

const casesNamed = (word: string): Promise<number> =>
  readStore.count('cases', [{ field: 'org', eq: ORG }, { field: 'archived', eq: false }, { words: [word] }]);
