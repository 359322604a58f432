import type { BlobRef, BlobStore } from '#blob-store';
import type { CommandRunner, IdBlocks } from '#event-sourcing';
import { documentIdOf } from './document.blob.js';
import { documentAggregate, documentStream } from './document.state.js';

/** What the sweeper works with. */
export interface SweepSettings {
  readonly blobs: BlobStore;
  readonly runner: CommandRunner;
  readonly ids: IdBlocks;
  /** Milliseconds since the Unix epoch: only what is older is looked at, so that no upload under way is. */
  readonly before: number;
}

/** What a sweep found. */
export interface SweepResult {
  /** Blobs that no document names (any more), removed. */
  readonly removed: number;
  /** Blobs of documents whose ids this log never gave out, left alone: they belong to another log, or this one is an older copy. */
  readonly foreign: number;
}

/**
 * Removes bytes of documents that no event names: of uploads whose process died before the event, and of documents that are no
 * more. What else lies in the blob store is left alone.
 */
export async function sweepBlobs({ blobs, runner, ids, before }: SweepSettings): Promise<SweepResult> {
  await blobs.removeUnfinished(before);
  const result = { removed: 0, foreign: 0 };
  const reserved = new Map<string, number>();
  for await (const blob of blobs.storedBefore(before)) {
    // Others keep theirs beside those of documents, under names that are no ids: the entries of watchlists.
    if (!/^\d+$/.test(blob.holder)) continue;
    const id = documentIdOf(blob);
    if (id === undefined) continue;
    const known = reserved.get(blob.org) ?? (await ids.reservedUpTo(blob.org, 'document'));
    reserved.set(blob.org, known);
    if (id > known) result.foreign++;
    else if (await isOrphan(runner, blob, id)) {
      await blobs.delete(blob);
      result.removed++;
    }
  }
  return result;
}

async function isOrphan(runner: CommandRunner, { org, sha256 }: BlobRef, id: number): Promise<boolean> {
  const { state } = await runner.read(documentAggregate, documentStream(org, id));
  return state?.sha256 !== sha256;
}
