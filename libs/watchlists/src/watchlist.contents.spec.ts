import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFolderBlobStore } from '#blob-store/engines';
import { CommandRunner } from '#event-sourcing';
import { InMemoryEventStore } from '#event-sourcing/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sweepWatchlists } from './sweep-watchlists.js';
import { UploadWatchlist, UploadWatchlistHandler } from './upload-watchlist/upload-watchlist.handler.js';
import { UnreadableWatchlistError, WatchlistContents } from './watchlist.contents.js';
import type { WatchlistVersion } from './watchlists.state.js';

const HOUR = 3_600_000;
const FAR_AHEAD = 8.64e15;

describe('the entries of lists', () => {
  let folder: string;
  let runner: CommandRunner;
  let contents: WatchlistContents;
  let uploads: UploadWatchlistHandler;
  let made: number;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'casetrail-spec-'));
    runner = new CommandRunner(new InMemoryEventStore());
    contents = new WatchlistContents(openFolderBlobStore(folder));
    uploads = new UploadWatchlistHandler(runner, contents);
    made = 0;
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const files = (): readonly string[] => readdirSync(folder, { recursive: true }).map(String).filter((name) => /[0-9a-f]{64}\./.test(name));
  const context = (now: number, org = 'acme') => ({ org, actor: 'client:spec', commandId: `upload ${++made}`, correlationId: 'spec', now });
  const upload = (slug: string, csv: string, now = Date.now(), org = 'acme'): Promise<WatchlistVersion> => uploads.execute(new UploadWatchlist(slug, csv, context(now, org)));
  const namesIn = async (version: WatchlistVersion): Promise<readonly string[]> => (await contents.load('acme', version)).map(({ name }) => name);
  const sweep = (before = FAR_AHEAD): Promise<number> => sweepWatchlists({ blobs: openFolderBlobStore(folder), runner, before });

  it('are those that were uploaded, each version’s its own', async () => {
    const csv = `name,aliases,birth_dates,note\n${'"Żofia ""Zosia"" 李",a;b,1965,"x\u2028y\nz"\n'.repeat(5_000)}`;
    const [first, second] = [await upload('fraud', csv), await upload('fraud', 'name\nAda\n')];
    const entries = await contents.load('acme', first);
    expect(entries).toHaveLength(5_000);
    expect(entries.at(-1)).toEqual({ id: '5000', name: 'Żofia "Zosia" 李', aliases: ['a', 'b'], birth_dates: ['1965'], note: 'x\u2028y\nz' });
    expect(await namesIn(second)).toEqual(['Ada']);
    expect(await namesIn(await upload('fraud', 'name\n'))).toEqual([]);
  });

  it('are not read when they are lost, or not those that were uploaded', async () => {
    const version = await upload('fraud', 'name\nAda\n');
    const path = join(folder, files()[0]!);
    writeFileSync(path, readFileSync(path, 'utf8').replace('Ada', 'Eve'));
    await expect(contents.load('acme', version)).rejects.toThrow(UnreadableWatchlistError);
    rmSync(path);
    await expect(contents.load('acme', version)).rejects.toThrow(UnreadableWatchlistError);
  });

  it('are kept once when the same list is uploaded again', async () => {
    const version = await upload('fraud', 'name\nAda\n');
    expect(await upload('fraud', 'name\nAda\n')).toEqual(version);
    expect(files()).toHaveLength(1);
    expect(await namesIn(version)).toEqual(['Ada']);
  });

  it('of a version that was replaced are swept when that was long enough ago, and no others', async () => {
    const replaced = Date.now() + HOUR;
    const [, second, other] = [await upload('fraud', 'name\nAda\n'), await upload('fraud', 'name\nEve\n', replaced), await upload('staff', 'name\nBob\n')];
    await upload('fraud', 'name\nAda\n', Date.now(), 'globex');
    expect(await sweep(replaced)).toBe(0);
    expect(await sweep()).toBe(1);
    expect([await namesIn(second), await namesIn(other), files().length]).toEqual([['Eve'], ['Bob'], 3]);
    expect(await sweep()).toBe(0);
  });

  it('whose upload died before its event are swept once the list has a newer version', async () => {
    await contents.save(context(0), 'fraud', [{ id: '1', name: 'Ada', aliases: [], birth_dates: [], note: null }]);
    expect(await sweep()).toBe(0);
    const version = await upload('fraud', 'name\nEve\n', Date.now() + HOUR);
    expect(await sweep()).toBe(1);
    expect(await namesIn(version)).toEqual(['Eve']);
  });

  it('that came after the version in force are left alone: this log may be an older copy', async () => {
    await upload('fraud', 'name\nAda\n', Date.now() - HOUR);
    await contents.save(context(0), 'fraud', [{ id: '1', name: 'Eve', aliases: [], birth_dates: [], note: null }]);
    expect(await sweep()).toBe(0);
  });
});
