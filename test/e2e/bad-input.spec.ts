import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Position, RecordedEvent } from '#event-sourcing';
import type { CaseBody } from '../support/api-bodies.js';
import type { Answer, RequestOptions } from '../support/api-client.js';
import { Service } from '../support/service.js';
import {
  BAD_BODIES,
  BAD_CASE_DECISIONS,
  BAD_CASES,
  BAD_CUSTOMER_UPDATES,
  BAD_CUSTOMERS,
  BAD_DECISIONS,
  BAD_NEW_CHECKS,
  BAD_NOTES,
  BAD_PAGES,
  BAD_QUERIES,
  BAD_REASONS,
  BAD_UPDATES,
  MISSING_THINGS,
  type Place,
} from './bad-input.js';

jest.setTimeout(120_000);

describe('bad input', () => {
  let service: Service;
  let existing: CaseBody;
  let notStarted: CaseBody;
  let finished: CaseBody;
  let before: Position | undefined;

  beforeAll(async () => {
    service = await Service.started();
    const { api } = service;
    const customer = { external_id: 'taken', full_name: 'Ada' };
    const checks = [{ check_type: 'PEP' }];
    existing = await api.createCase({ customer, checks, external_id: 'taken' });
    notStarted = await api.createCase({ customer, checks, auto_start: false });
    finished = await api.createCase({ customer, checks });
    await api.skipCheck(finished.checks[0]!.id, 'Not needed');
    before = (await eventsAfter(undefined)).at(-1)?.position;
  });
  afterAll(() => service.dispose());

  const refused = async (method: string, path: string, options: RequestOptions, status = 400): Promise<Answer['body']> => {
    const answer = await service.api.request(method, path, options);
    expect({ status: answer.status, body: answer.body }).toMatchObject({ status });
    return answer.body;
  };
  const namesField = (body: unknown, place: Place): void => {
    expect(body).toHaveProperty(place.map(String), expect.arrayContaining([expect.stringMatching(/.\.$/)]));
  };

  describe('in a new case', () => {
    it.each(BAD_CASES)('%s', async (_, body, place) => {
      namesField(await refused('POST', '/api/cases/', { json: { customer: { full_name: 'Ada' }, ...body } }), place);
    });

    it('an external_id that another case has', async () => {
      const json = { external_id: existing.external_id, customer: { external_id: 'nobody-yet', full_name: 'Ada' } };
      namesField(await refused('POST', '/api/cases/', { json }), ['external_id']);
    });

    it('several fields at once', async () => {
      const body = await refused('POST', '/api/cases/', { json: { customer: { full_name: '' }, auto_start: 'yes', checks: [{ check_type: 'X' }] } });
      for (const place of [['customer', 'full_name'], ['auto_start'], ['checks', 0, 'check_type']]) namesField(body, place);
    });
  });

  describe('in work on a case', () => {
    it.each(BAD_UPDATES)('updated with %s', async (_, json, place) => {
      namesField(await refused('PATCH', `/api/cases/${notStarted.id}/`, { json }), place);
    });

    it.each(BAD_CASE_DECISIONS)('decided with %s', async (_, json, place) => {
      namesField(await refused('POST', `/api/cases/${existing.id}/decide/`, { json }), place);
    });

    it.each(BAD_NOTES)('noted: %s', async (_, json, place) => {
      namesField(await refused('POST', `/api/cases/${existing.id}/notes/`, { json }), place);
    });

    it('for a revision that it no longer has', async () => {
      const headers = { 'if-match': '"999"' };
      for (const json of [{ delete_after: 3 }, { external_id: 'new' }]) {
        expect(await refused('PATCH', `/api/cases/${existing.id}/`, { json, headers }, 412)).toMatchObject({ code: 'stale' });
      }
      expect(await refused('POST', `/api/cases/${notStarted.id}/start/`, { headers }, 412)).toMatchObject({ code: 'stale' });
    });
  });

  describe('in an update of a customer', () => {
    it.each(BAD_CUSTOMER_UPDATES)('%s', async (_, body, place) => {
      namesField(await refused('PATCH', '/api/customers/update/', { json: { external_id: 'taken', ...body } }), place);
    });
  });

  describe('in a new customer', () => {
    it.each(BAD_CUSTOMERS)('%s', async (_, json, place) => {
      namesField(await refused('POST', '/api/customers/', { json }), place);
    });
  });

  describe('in a new check', () => {
    it.each(BAD_NEW_CHECKS)('%s', async (_, body, place) => {
      namesField(await refused('POST', '/api/checks/', { json: { case_id: existing.id, check_type: 'PEP', ...body } }), place);
    });

    it('a case that is finished', async () => {
      namesField(await refused('POST', '/api/checks/', { json: { case_id: finished.id, check_type: 'PEP' } }), ['case_id']);
    });
  });

  describe('in a decision', () => {
    it.each(BAD_DECISIONS)('%s', async (_, body, place) => {
      const path = `/api/checks/${existing.checks[0]!.id}/decide/`;
      namesField(await refused('POST', path, { json: { outcome: 'ACCEPTED', ...body } }), place);
    });

    it.each(BAD_REASONS)('to leave a check out or to give it up: %s', async (_, json) => {
      const path = `/api/checks/${existing.checks[0]!.id}`;
      namesField(await refused('POST', `${path}/skip/`, { json }), ['reason']);
      namesField(await refused('POST', `${path}/fail/`, { json }), ['reason']);
    });

    it('a check that is not started, or has come to its end', async () => {
      const waiting = `/api/checks/${notStarted.checks[0]!.id}`;
      const skipped = `/api/checks/${finished.checks[0]!.id}`;
      expect(await refused('POST', `${waiting}/decide/`, { json: { outcome: 'ACCEPTED' } }, 409)).toMatchObject({ code: 'check_not_started' });
      expect(await refused('POST', `${waiting}/fail/`, { json: { reason: 'x' } }, 409)).toMatchObject({ code: 'check_not_started' });
      expect(await refused('POST', `${skipped}/fail/`, { json: { reason: 'x' } }, 409)).toMatchObject({ code: 'check_finished' });
    });
  });

  describe('in a body as a whole', () => {
    it.each(BAD_BODIES)('%s', async (_, options, status, code) => {
      const body = await refused('POST', '/api/cases/', options, status);
      expect(JSON.stringify(body)).toContain(code);
    });
  });

  describe('in a query', () => {
    it.each(BAD_QUERIES)('%s', async (query, place) => {
      namesField(await refused('GET', query.replace('{case}', String(existing.id)), {}), [place]);
    });

    it.each(BAD_PAGES)('no such page: %s', async (path) => {
      expect(await refused('GET', path.replace('{case}', String(existing.id)), {}, 404)).toMatchObject({ detail: 'Invalid page.' });
    });
  });

  describe('in a path', () => {
    it.each(MISSING_THINGS)('nothing there: %s %s', async (method, path, ...[json]) => {
      const body = await refused(method, path, json === undefined ? {} : { json }, 404);
      expect(body).toMatchObject({ detail: 'Not found.' });
    });

    it('a method that it does not have', async () => {
      const answer = await service.api.request('DELETE', `/api/cases/${existing.id}/`);
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, expect.stringContaining('GET')]);
    });
  });

  it('in a header: a version that is not there', async () => {
    namesField(await refused('GET', '/api/cases/', { headers: { 'casetrail-version': '99' } }), ['Casetrail-Version']);
  });

  it('is told as a problem (RFC 9457) to those who ask for it', async () => {
    const headers = { accept: 'application/problem+json' };
    const { headers: answered, body } = await service.api.request('POST', '/api/cases/', { json: { customer: { full_name: '' } }, headers });
    expect(answered.get('content-type')).toContain('application/problem+json');
    expect(body).toMatchObject({ status: 400, errors: [{ pointer: '#/customer/full_name', code: 'blank' }] });
  });

  it('has left nothing behind: no event of any stream, not even a claim or a reserved id', async () => {
    expect(await eventsAfter(before)).toEqual([]);
    expect(service.output).not.toContain('"level":"error"');
  });

  async function eventsAfter(after: Position | undefined): Promise<readonly RecordedEvent[]> {
    const log = await service.openLog();
    try {
      return await log.readAll(after === undefined ? {} : { after });
    } finally {
      await log.close();
    }
  }
});
