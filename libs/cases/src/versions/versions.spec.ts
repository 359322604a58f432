import { API_VERSIONS, type ApiVersion } from '#http';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type CaseOrCustomerEvent, lastDocument } from '../case.replay.js';
import { addCheckBody, caseResource, checkResource, createCaseBody, startCaseBody } from '../case.versions.js';
import { caseLogs } from '../testing/case-logs.js';

/** Every case of the log, as it is at its end. */
const casesOf = (log: readonly CaseOrCustomerEvent[]) =>
  [1, 2, 3].flatMap((id) => lastDocument(log.filter(({ stream }) => stream === `case-acme.${id}` || stream.startsWith('customer-'))) ?? []);

describe.each(API_VERSIONS)('version %d', (version) => {
  it('shows any case and any check as its schema says, and nothing more', () => {
    fc.assert(
      fc.property(caseLogs, (log) => {
        for (const document of casesOf(log as unknown as CaseOrCustomerEvent[])) {
          const shown = [
            [caseResource, caseResource.show(version, document)] as const,
            ...document.checks.map((check) => [checkResource, checkResource.show(version, { check, document })] as const),
          ];
          for (const [resource, body] of shown) expect(resource.in(version).parse(body)).toEqual(body);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('what was asked for', () => {
  const asked = {
    customer: { full_name: 'Ada', sync_platforms: [{ domain: 'acme.my.salesforce.com', id: '003A' }] },
    checks: [{ check_type: 'PEP' }], notes: 'n', rfi: 'r', external_id: 'loan-1', metadata: { a: 1 }, auto_start: false,
  };

  it.each([
    [1, { customer: { full_name: 'Ada' }, checks: asked.checks, note: 'n', rfi: 'r' }],
    [2, { customer: { full_name: 'Ada' }, checks: asked.checks, auto_start: false }],
    [3, { customer: asked.customer, checks: asked.checks, external_id: 'loan-1', metadata: { a: 1 }, auto_start: false }],
  ] as const)('is the same command inside, of version %d with what it has', (version, command) => {
    expect(createCaseBody.in(version).parse(asked)).toEqual(command);
  });

  it('is a restart in versions 1 and 2, whatever the body says', () => {
    for (const body of [undefined, null, {}, { allow_restart: false }, 'x']) {
      expect(([1, 2] as const).map((version) => startCaseBody.in(version).parse(body))).toEqual([{ allow_restart: true }, { allow_restart: true }]);
    }
    expect(startCaseBody.in(3).parse({})).toEqual({});
  });

  it('has a check type in version 1, and is gone within a year', () => {
    const refused = (version: ApiVersion, more: object): boolean => !addCheckBody.in(version).safeParse({ case_id: 1, ...more }).success;
    expect(API_VERSIONS.map((version) => refused(version, { check_type: null }))).toEqual([true, false, false]);
    expect(API_VERSIONS.map((version) => refused(version, { check_type: 'PEP', delete_after: -1 }))).toEqual([true, false, false]);
    expect(API_VERSIONS.map((version) => refused(version, { check_type: 'PEP', delete_after: 366 }))).toEqual([true, false, false]);
  });
});
