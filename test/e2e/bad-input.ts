import type { RequestOptions } from '../support/api-client.js';

/** Where in the answer the message stands: the way to the field. */
export type Place = readonly (string | number)[];

type BadBody = readonly [what: string, body: Readonly<Record<string, unknown>>, place: Place];

const long = (length: number): string => 'x'.repeat(length);
const salesforce = (domain: unknown, id: unknown = '500A') => [{ domain, id }];

/** Added to a body that is right: contract, sections 4 and 5. */
export const BAD_CASES: readonly BadBody[] = [
  ['no customer', { customer: undefined }, ['non_field_errors']],
  ['null for both kinds of customer', { customer: null, customer_id: null }, ['non_field_errors']],
  ['both kinds of customer', { customer_id: 1 }, ['non_field_errors']],
  ['an unknown customer', { customer: undefined, customer_id: 4_000_000 }, ['customer_id']],
  ['a customer_id of another type', { customer: undefined, customer_id: '1' }, ['customer_id']],
  ['a customer_id that is a fraction', { customer: undefined, customer_id: 1.5 }, ['customer_id']],
  ['a customer_id below 1', { customer: undefined, customer_id: 0 }, ['customer_id']],
  ['a customer_id that no number holds', { customer: undefined, customer_id: 2 ** 53 }, ['customer_id']],
  ['a customer of another type', { customer: 'Ada' }, ['customer']],
  ['a customer as a list', { customer: [] }, ['customer']],
  ['a new customer without a name', { customer: { external_id: 'new' } }, ['customer', 'full_name']],
  ['a blank name', { customer: { full_name: '  ' } }, ['customer', 'full_name']],
  ['a name that is too long', { customer: { full_name: long(256) } }, ['customer', 'full_name']],
  ['a name of another type', { customer: { full_name: 5 } }, ['customer', 'full_name']],
  ["a customer's blank external_id", { customer: { full_name: 'Ada', external_id: '' } }, ['customer', 'external_id']],
  ["a customer's external_id that is too long", { customer: { full_name: 'Ada', external_id: long(256) } }, ['customer', 'external_id']],
  ['an unknown customer_type', { customer: { full_name: 'Ada', customer_type: 'PERSON' } }, ['customer', 'customer_type']],
  ["a customer's input_details as a list", { customer: { full_name: 'Ada', input_details: [1] } }, ['customer', 'input_details']],
  ["a customer's delete_after below -1", { customer: { full_name: 'Ada', delete_after: -2 } }, ['customer', 'delete_after']],
  ["a customer's sync_platforms with a bad domain", { customer: { full_name: 'Ada', sync_platforms: salesforce('no host') } }, ['customer', 'sync_platforms', 0, 'domain']],
  ['a webhook_url without a scheme', { webhook_url: 'example.com/hook' }, ['webhook_url']],
  ['a webhook_url that is relative', { webhook_url: '/hook' }, ['webhook_url']],
  ['a webhook_url of another scheme', { webhook_url: 'ftp://example.com/' }, ['webhook_url']],
  ['a webhook_url with a password in it', { webhook_url: 'https://user:pass@example.com/' }, ['webhook_url']],
  ['a webhook_url that is too long', { webhook_url: `https://example.com/${long(500)}` }, ['webhook_url']],
  ['a webhook_url of another type', { webhook_url: 5 }, ['webhook_url']],
  ['checks of another type', { checks: {} }, ['checks']],
  ['too many checks', { checks: Array.from({ length: 101 }, () => ({ check_type: 'PEP' })) }, ['checks']],
  ['a check without a type', { checks: [{ check_type: 'PEP' }, {}] }, ['checks', 1, 'check_type']],
  ['an unknown check_type', { checks: [{ check_type: 'PEPPER' }] }, ['checks', 0, 'check_type']],
  ["a check's input_details of another type", { checks: [{ check_type: 'PEP', input_details: 'x' }] }, ['checks', 0, 'input_details']],
  ["a check's unknown document", { checks: [{ check_type: 'PEP', document_ids: [9_999] }] }, ['checks', 0, 'document_ids']],
  ["a check's delete_after that is too big", { checks: [{ check_type: 'PEP', delete_after: 36_501 }] }, ['checks', 0, 'delete_after']],
  ['checks and a case_config', { checks: [], case_config: 'kyb' }, ['checks']],
  ['an unknown case_config', { case_config: 'nothing' }, ['case_config']],
  ['a case_config of another type', { case_config: 5 }, ['case_config']],
  ['an unknown document', { document_ids: [9_999] }, ['document_ids']],
  ['a document_id of another type', { document_ids: [1, 'x'] }, ['document_ids', 1]],
  ['document_ids of another type', { document_ids: 7 }, ['document_ids']],
  ['auto_start of another type', { auto_start: 'true' }, ['auto_start']],
  ['start of another type', { start: 1 }, ['start']],
  ['a blank external_id', { external_id: '' }, ['external_id']],
  ['an external_id that is too long', { external_id: long(513) }, ['external_id']],
  ['an external_id of another type', { external_id: 5 }, ['external_id']],
  ['an external_id that belongs to a case to come', { external_id: '00000000-0001-8c18-a2f3-d14719f933bf' }, ['external_id']],
  ['an assignee that is no address', { assignee: 'Ada' }, ['assignee']],
  ['an assignee that is no member', { assignee: 'nobody@example.com' }, ['assignee']],
  ['metadata of another type', { metadata: 'x' }, ['metadata']],
  ['metadata that is too big', { metadata: { text: long(64 * 1024) } }, ['metadata']],
  ['sync_platforms of another type', { sync_platforms: {} }, ['sync_platforms']],
  ['too many sync_platforms', { sync_platforms: Array.from({ length: 21 }, () => ({ domain: 'example.com', id: '1' })) }, ['sync_platforms']],
  ['a platform without an id', { sync_platforms: [{ domain: 'example.com' }] }, ['sync_platforms', 0, 'id']],
  ['a platform with an empty id', { sync_platforms: salesforce('example.com', '') }, ['sync_platforms', 0, 'id']],
  ['a platform with an id that is too long', { sync_platforms: salesforce('example.com', long(256)) }, ['sync_platforms', 0, 'id']],
  ['a platform that is no host name', { sync_platforms: salesforce('https://example.com') }, ['sync_platforms', 0, 'domain']],
  ['delete_after below -1', { delete_after: -2 }, ['delete_after']],
  ['delete_after that is too big', { delete_after: 36_501 }, ['delete_after']],
  ['delete_after that is a fraction', { delete_after: 0.5 }, ['delete_after']],
];

/** Whole bodies of `POST /api/customers/`; `taken` is another customer's. */
export const BAD_CUSTOMERS: readonly BadBody[] = [
  ['no name', {}, ['full_name']],
  ['a null name', { full_name: null }, ['full_name']],
  ['a name that is too long', { full_name: long(256) }, ['full_name']],
  ['an external_id that is taken', { full_name: 'Ada', external_id: 'taken' }, ['external_id']],
  ['an external_id that is too long', { full_name: 'Ada', external_id: long(256) }, ['external_id']],
  ['an unknown customer_type', { full_name: 'Ada', customer_type: 'x' }, ['customer_type']],
  ['input_details of another type', { full_name: 'Ada', input_details: 'x' }, ['input_details']],
  ['delete_after that is too big', { full_name: 'Ada', delete_after: 36_501 }, ['delete_after']],
  ['too many sync_platforms', { full_name: 'Ada', sync_platforms: Array.from({ length: 21 }, () => ({ domain: 'example.com', id: '1' })) }, ['sync_platforms']],
];

/** Added to a body that is right: contract, section 6. */
export const BAD_NEW_CHECKS: readonly BadBody[] = [
  ['no case', { case_id: undefined }, ['case_id']],
  ['an unknown case', { case_id: 4_000_000 }, ['case_id']],
  ['a case of another type', { case_id: 'x' }, ['case_id']],
  ['no type', { check_type: undefined }, ['check_type']],
  ['an unknown type', { check_type: 'x' }, ['check_type']],
  ['input_details of another type', { input_details: [] }, ['input_details']],
  ['an unknown document', { document_ids: [9_999] }, ['document_ids']],
  ['delete_after below -1', { delete_after: -2 }, ['delete_after']],
];

/** Added to a decision that is right. */
export const BAD_DECISIONS: readonly BadBody[] = [
  ['no outcome', { outcome: undefined }, ['outcome']],
  ['a null outcome', { outcome: null }, ['outcome']],
  ['an unknown outcome', { outcome: 'MAYBE' }, ['outcome']],
  ['a risk_score above 1', { risk_score: 1.01 }, ['risk_score']],
  ['a risk_score below 0', { risk_score: -0.1 }, ['risk_score']],
  ['a risk_score of another type', { risk_score: '0.5' }, ['risk_score']],
  ['a title that is too long', { title: long(256) }, ['title']],
  ['a note of another type', { note: 5 }, ['note']],
  ['a note that is too long', { note: long(10_001) }, ['note']],
  ['reasoning as a text', { reasoning: 'because' }, ['reasoning']],
  ['reasoning with something else than texts', { reasoning: ['because', 5] }, ['reasoning', 1]],
  ['shareholders of another type', { shareholders: 'Ada' }, ['shareholders']],
  ['a shareholder of another type', { shareholders: ['Ada'] }, ['shareholders', 0]],
];

export const BAD_REASONS: readonly (readonly [what: string, body: unknown])[] = [
  ['no reason', {}],
  ['a blank reason', { reason: ' ' }],
  ['a reason of another type', { reason: 5 }],
  ['a reason that is too long', { reason: long(10_001) }],
];

const levels = (count: number): string => '{"a":'.repeat(count) + '1' + '}'.repeat(count);

/** Bodies that are wrong before anything is read from them: contract, section 2. */
export const BAD_BODIES: readonly (readonly [what: string, options: RequestOptions, status: number, told: string])[] = [
  ['no JSON', { raw: '{"customer":' }, 400, 'not valid JSON'],
  ['no UTF-8', { raw: Uint8Array.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]) }, 400, 'not valid UTF-8'],
  ['half a character', { raw: '{"external_id":"\\ud800","customer":{"full_name":"Ada"}}' }, 400, 'not valid Unicode'],
  ["a key of JavaScript's own", { raw: '{"customer":{"full_name":"Ada"},"metadata":{"__proto__":{"a":1}}}' }, 400, '__proto__'],
  ['nesting without end', { raw: `{"customer":{"full_name":"Ada"},"metadata":${levels(50_000)}}` }, 400, 'nested too deeply'],
  ['a number that is none', { raw: '{"customer":{"full_name":"Ada"},"metadata":{"a":1e999}}' }, 400, 'metadata'],
  ['nothing', {}, 400, 'The body is missing'],
  ['an empty text', { raw: '' }, 400, 'The body is missing'],
  ['a list', { json: [] }, 400, 'Expected a JSON object'],
  ['null', { json: null }, 400, 'Expected a JSON object'],
  ['a text', { json: 'case' }, 400, 'Expected a JSON object'],
  ['another content type', { raw: '<case/>', headers: { 'content-type': 'application/xml' } }, 415, 'unsupported_media_type'],
  ['a form', { raw: 'external_id=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 415, 'unsupported_media_type'],
  ['too much', { json: { customer: { full_name: 'Ada' }, note: long(1024 * 1024) } }, 413, 'request_too_large'],
];

/** Whole bodies of `PATCH /api/cases/{id}/`; `taken` is another case's key. */
export const BAD_UPDATES: readonly BadBody[] = [
  ['a field that cannot change', { outcome: 'ACCEPTED' }, ['outcome']],
  ['a field that does not exist, beside one that does', { delete_after: 3, colour: 'red' }, ['colour']],
  ['a webhook_url of another scheme', { webhook_url: 'ftp://example.com/' }, ['webhook_url']],
  ['delete_after of null', { delete_after: null }, ['delete_after']],
  ['delete_after that is too big', { delete_after: 36_501 }, ['delete_after']],
  ['metadata of another type', { metadata: [1] }, ['metadata']],
  ['metadata that is too big', { metadata: { text: long(64 * 1024) } }, ['metadata']],
  ['a platform that is no host name', { sync_platforms: salesforce('no host') }, ['sync_platforms', 0, 'domain']],
  ['an external_id that is taken', { external_id: 'taken' }, ['external_id']],
  ['an external_id that belongs to a case to come', { external_id: '00000000-0001-8c18-a2f3-d14719f933bf' }, ['external_id']],
  ['an external_id of null', { external_id: null }, ['external_id']],
];

/** Whole bodies of `POST /api/cases/{id}/decide/`. */
export const BAD_CASE_DECISIONS: readonly BadBody[] = [
  ['no outcome', { note: 'x' }, ['outcome']],
  ['an unknown outcome', { outcome: 'x', note: 'x' }, ['outcome']],
  ['no note', { outcome: 'ACCEPTED' }, ['note']],
  ['a blank note', { outcome: 'ACCEPTED', note: '  ' }, ['note']],
  ['a note that is too long', { outcome: 'ACCEPTED', note: long(10_001) }, ['note']],
  ['a risk_score above 1', { outcome: 'ACCEPTED', note: 'x', risk_score: 1.1 }, ['risk_score']],
];

/** Whole bodies of `POST /api/cases/{id}/notes/`. */
export const BAD_NOTES: readonly BadBody[] = [
  ['no note', {}, ['note']],
  ['a blank note', { note: ' ' }, ['note']],
  ['a note of another type', { note: 5 }, ['note']],
  ['a note that is too long', { note: long(10_001) }, ['note']],
];

/** Added to a body that is right, of a customer that is there. */
export const BAD_CUSTOMER_UPDATES: readonly BadBody[] = [
  ['no external_id', { external_id: undefined }, ['external_id']],
  ['a null name', { full_name: null }, ['full_name']],
  ['an unknown customer_type', { customer_type: 'x' }, ['customer_type']],
  ['input_details of another type', { input_details: [] }, ['input_details']],
  ['too many sync_platforms', { sync_platforms: Array.from({ length: 21 }, () => ({ domain: 'example.com', id: '1' })) }, ['sync_platforms']],
];

/** What is asked, and the name that is wrong in it. `{case}` stands for the id of a case. */
export const BAD_QUERIES: readonly (readonly [query: string, name: string])[] = [
  ['/api/cases/?customer_id=x', 'customer_id'],
  ['/api/cases/?customer_id=0', 'customer_id'],
  ['/api/cases/?has_webhook=maybe', 'has_webhook'],
  ['/api/cases/?archived=2', 'archived'],
  ['/api/cases/?outcome=x', 'outcome'],
  ['/api/cases/?status=DONE', 'status'],
  ['/api/cases/?created_after=yesterday', 'created_after'],
  ['/api/cases/?created_before=2026-13-01T00:00:00Z', 'created_before'],
  ['/api/cases/?ordering=name', 'ordering'],
  ['/api/cases/{case}/?as_of=yesterday', 'as_of'],
  ['/api/cases/{case}/?as_of=-1', 'as_of'],
  ['/api/cases/{case}/?as_of=', 'as_of'],
  ['/api/cases/{case}/?as_of=2026-01-01T00:00:00', 'as_of'],
  ['/api/checks/?case_id=x', 'case_id'],
  ['/api/checks/?check_type=x', 'check_type'],
  ['/api/checks/?min_risk_score=2', 'min_risk_score'],
  ['/api/checks/?max_risk_score=high', 'max_risk_score'],
  ['/api/checks/?outcome=x', 'outcome'],
  ['/api/checks/?status=x', 'status'],
  ['/api/customers/?customer_type=x', 'customer_type'],
  ['/api/cases/?cursor=&page=1', 'cursor'],
];

export const BAD_PAGES: readonly string[] = [
  '/api/cases/?page=0',
  '/api/cases/?cursor=&page_size=0',
  '/api/cases/?page=-1',
  '/api/cases/?page=x',
  '/api/cases/?page=1.5',
  '/api/cases/?page=1000000',
  '/api/cases/?page_size=0',
  '/api/cases/?page_size=201',
  '/api/checks/?page=1000000',
  '/api/customers/?page=x',
  '/api/cases/{case}/history/?page=7',
];

/** Whatever is not there, and whatever cannot be the id of anything. */
export const MISSING_THINGS: readonly (readonly [method: string, path: string, json?: unknown])[] = [
  ['GET', '/api/cases/4000000/'],
  ['GET', '/api/cases/4000000/history/'],
  ['GET', '/api/cases/abc/'],
  ['GET', '/api/cases/0/'],
  ['GET', '/api/cases/-1/'],
  ['GET', '/api/cases/99999999999999999999/'],
  ['GET', '/api/cases/1/?as_of=4000000'],
  ['GET', '/api/cases/1/?as_of=2000-01-01T00:00:00Z'],
  ['GET', '/api/customers/4000000/'],
  ['GET', '/api/checks/4000000/'],
  ['POST', '/api/cases/4000000/start/'],
  ['PATCH', '/api/cases/4000000/', { delete_after: 1 }],
  ['PATCH', '/api/cases/4000000/', { external_id: 'for a case that is not there' }],
  ['POST', '/api/cases/4000000/decide/', { outcome: 'ACCEPTED', note: 'x' }],
  ['POST', '/api/cases/4000000/notes/', { note: 'x' }],
  ['POST', '/api/cases/4000000/assign/', { assignee: null }],
  ['PATCH', '/api/customers/update/', { external_id: 'nobody' }],
  ['POST', '/api/customers/update/', { external_id: 'nobody' }],
  ['POST', '/api/checks/4000000/decide/', { outcome: 'ACCEPTED' }],
  ['POST', '/api/checks/4000000/skip/', { reason: 'x' }],
  ['POST', '/api/checks/4000000/fail/', { reason: 'x' }],
  ['POST', '/api/checks/abc/decide/', { outcome: 'ACCEPTED' }],
  ['GET', '/api/nothing/'],
];
