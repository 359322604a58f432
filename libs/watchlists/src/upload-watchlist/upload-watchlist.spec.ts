import { DomainError } from '#event-sourcing';
import { deciderSpec } from '#event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import type { WatchlistsEvent } from '../watchlist.events.js';
import { watchlistsAggregate } from '../watchlists.state.js';
import { decideUploadWatchlist } from './upload-watchlist.js';
import { entriesOf, watchlistUpload } from './watchlist-upload.js';

const { given } = deciderSpec(watchlistsAggregate, decideUploadWatchlist);
const upload = (slug: string, sha256: string) => ({ slug, upload: sha256, sha256, size: 9, entries: 2 });
const published = (slug: string, sha256: string, version: number): WatchlistsEvent => ({ type: 'watchlist-published', data: { ...upload(slug, sha256), version } });

describe('uploading a list', () => {
  it('makes its next version', () => {
    given().when(upload('fraud', 'aa')).then(published('fraud', 'aa', 1));
    given(published('fraud', 'aa', 1), published('staff', 'cc', 1)).when(upload('fraud', 'bb')).then(published('fraud', 'bb', 2));
  });

  it('that is in force already is no event; one that was before makes a version', () => {
    given().when(upload('fraud', 'aa')).resent();
    given(published('fraud', 'aa', 1), published('fraud', 'bb', 2)).when(upload('fraud', 'aa')).then(published('fraud', 'aa', 3));
  });
});

/** Where something is wrong with an upload. */
const problemsOf = async (csv: string): Promise<readonly string[]> => {
  const error: unknown = await entriesOf(csv).then(() => undefined, (problem: unknown) => problem);
  expect(error).toBeInstanceOf(DomainError);
  return (error as DomainError).fields.map(({ path }) => path.join('.'));
};

const entry = (id: string, name: string, more: object = {}) => ({ id, name, aliases: [], birth_dates: [], note: null, ...more });

describe('the entries of an upload', () => {
  it('of JSON are as they are, with numbers for those without an id', async () => {
    const body = watchlistUpload.parse({ entries: [{ name: ' Ada ' }, { id: 'B', name: 'Bob', aliases: ['Rob'], birth_dates: ['1965', '1965-03-17'], note: 'x' }] });
    expect(await entriesOf(body)).toEqual([entry('1', 'Ada'), entry('B', 'Bob', { aliases: ['Rob'], birth_dates: ['1965', '1965-03-17'], note: 'x' })]);
    expect(await entriesOf(watchlistUpload.parse({ entries: [] }))).toEqual([]);
  });

  it('of CSV have lists parted by semicolons, in whatever columns there are', async () => {
    const csv = '\uFEFFname,birth_dates,aliases,note\r\n"Petrov, Vladimir",1965; 1966-01,Walter Peters;;В. Петров,"He said ""no"""\r\n\r\nAda,,,\r\n';
    expect(await entriesOf(csv)).toEqual([
      entry('1', 'Petrov, Vladimir', { birth_dates: ['1965', '1966-01'], aliases: ['Walter Peters', 'В. Петров'], note: 'He said "no"' }),
      entry('2', 'Ada'),
    ]);
    expect(await entriesOf('name\n')).toEqual([]);
  });

  it.each([
    ['a row without a name', 'id,name\n1,\n', 'entries.0.name'],
    ['a name without a letter', 'name\nAda\n---\n', 'entries.1.name'],
    ['a date that is none', 'name,birth_dates\nAda,1815-13-01\n', 'entries.0.birth_dates.0'],
    ['a column that is not known', 'name,nmae\nAda,x\n', 'nmae'],
    ['no column of names', 'id\n1\n', 'name'],
    ['a row that is too long', 'name\nAda,Bob\n', ''],
    ['a quote that is not closed', 'name\n"Ada\n', ''],
    ['nothing', '', 'name'],
    ['the same id twice', 'id,name\n1,Ada\n1,Bob\n', 'entries.1.id'],
    ['an id that is another’s number', 'id,name\n2,Ada\n,Bob\n', 'entries.1.id'],
    ['too many entries', `name\n${'Ada\n'.repeat(50_001)}`, 'entries'],
  ])('of CSV with %s are refused, and the field is named', async (_, csv, field) => {
    expect(await problemsOf(csv)).toContain(field);
  });

  it('of a CSV that is long are the same, though it is read in pieces', async () => {
    const names = Array.from({ length: 5_000 }, (_, n) => `Żofia ${n} 😀`);
    const found = await entriesOf(`name,note\n${names.map((name) => `${name},"a, ""b""\nc"`).join('\n')}\n`);
    expect(found).toHaveLength(names.length);
    expect(found.at(-1)).toEqual(entry('5000', names.at(-1)!, { note: 'a, "b"\nc' }));
    expect(new Set(found.map(({ name }) => name)).size).toBe(names.length);
  });

  it('with more problems than anybody reads have some of them named', async () => {
    expect(await problemsOf(`name,note\n${',x\n'.repeat(1_000)}`)).toHaveLength(100);
  });

  it.each([
    ['a field that is not known', { entries: [{ name: 'Ada', dob: '1815' }] }],
    ['a name that is none', { entries: [{ name: 7 }] }],
    ['no entries', {}],
    ['something else', { entries: [{ name: 'Ada' }], mode: 'append' }],
  ])('of JSON with %s are refused', (_, body) => {
    expect(watchlistUpload.safeParse(body).success).toBe(false);
  });
});
