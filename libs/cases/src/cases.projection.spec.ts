import type { RecordedEvent } from '#event-sourcing';
import { projectionEqualsRebuild, projectionSpec } from '#event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type CaseOrCustomerEvent, lastDocument } from './case.replay.js';
import { caseCodec } from './case.events.js';
import { shownChecks } from './case.view.js';
import { type CaseReadModel, casesProjection } from './cases.projection.js';
import { checksProjection } from './checks.projection.js';
import { caseLogs } from './testing/case-logs.js';

describe('the read model of cases', () => {
  it('shows what the streams say, with the customer as it is now', () => {
    fc.assert(
      fc.property(caseLogs, (log) => {
        const { documents } = projectionSpec(casesProjection).given(...(log as unknown as CaseOrCustomerEvent[]));
        for (const document of Object.values(documents.cases ?? {})) {
          const { id, customer_id } = document as { id: number; customer_id: number };
          const streams = [`case-acme.${id}`, `customer-acme.${customer_id}`];
          const trail = log.filter(({ stream }) => streams.includes(stream)) as unknown as CaseOrCustomerEvent[];
          expect(document).toMatchObject({ ...lastDocument(trail) });
        }
        const [made, deleted] = ['case-created', 'case-deleted'].map((each) => log.filter(({ type }) => type === each).length);
        expect(Object.keys(documents.cases ?? {})).toHaveLength(made! - deleted!);
      }),
      { numRuns: 300 },
    );
  });

  it('knows of which cases the customer changed after their own last event, so that their revision no longer tells them apart', () => {
    fc.assert(
      fc.property(caseLogs, (log) => {
        const { documents } = projectionSpec(casesProjection).given(...(log as unknown as CaseOrCustomerEvent[]));
        for (const document of Object.values(documents.cases ?? {})) {
          const { id, customer_id, customer, customer_is_newer } = document as unknown as CaseReadModel;
          const last = log.findLastIndex(({ stream }) => stream === `case-acme.${id}`);
          const ofBoth = ({ stream }: RecordedEvent): boolean => stream === `case-acme.${id}` || stream === `customer-acme.${customer_id}`;
          const then = lastDocument(log.slice(0, last + 1).filter(ofBoth) as unknown as CaseOrCustomerEvent[]);
          if (!customer_is_newer) expect(customer).toEqual(then?.customer);
          if (!log.slice(last + 1).some(ofBoth)) expect(customer_is_newer).toBe(false);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is the same, byte for byte, however it came to be', async () => {
    await projectionEqualsRebuild(casesProjection, caseLogs);
  }, 120_000);
});

describe('the read model of checks', () => {
  it('shows each check as its case does', () => {
    fc.assert(
      fc.property(caseLogs, (log) => {
        const ofCases = log.filter(({ stream }) => stream.startsWith('case-'));
        const { documents } = projectionSpec(checksProjection).given(...ofCases.map((event) => caseCodec.decode(event)));
        const expected = new Map<string, object>();
        for (const id of [1, 2, 3]) {
          const trail = ofCases.filter(({ stream }) => stream === `case-acme.${id}`) as unknown as CaseOrCustomerEvent[];
          for (const check of shownChecks(lastDocument(trail) ?? { checks: [] })) expected.set(`acme.${check.id}`, check);
        }
        expect(Object.keys(documents.checks ?? {}).sort()).toEqual([...expected.keys()].sort());
        for (const [id, check] of expected) expect(documents.checks?.[id]).toMatchObject(check);
      }),
      { numRuns: 300 },
    );
  });

  it('is the same, byte for byte, however it came to be', async () => {
    const ofCases = caseLogs.map((log): readonly RecordedEvent[] => log.filter(({ stream }) => stream.startsWith('case-')));
    await projectionEqualsRebuild(checksProjection, ofCases);
  }, 120_000);
});

