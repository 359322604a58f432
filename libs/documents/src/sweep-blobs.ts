import type { BlobRef, BlobStore } from '#blob-store';
import { type CommandContext, type CommandRunner, type IdBlocks, uuidV5 } from '#event-sourcing';
import { documentIdOf } from './document.blob.js';
import type { DocumentEvent } from './document.events.js';
import { documentAggregate, type DocumentState, documentStream } from './document.state.js';

/** What the sweeper works with. */
export interface SweepSettings {
  readonly blobs: BlobStore;
  readonly runner: CommandRunner;
  readonly ids: IdBlocks;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
  /** Only what is older is looked at (milliseconds since the Unix epoch), so that no upload under way is. */
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
 *
 * A request with an `Idempotency-Key` may come again however late, and a process that was frozen may go on: their event could
 * come between the look and the removal. So an id under which nothing was uploaded is given up first, in the document's own
 * stream: of the two one is first, and the other finds it.
 */
export async function sweepBlobs({ blobs, runner, ids, now, before }: SweepSettings): Promise<SweepResult> {
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
    else if (await isOrphan(runner, blob, id, now)) {
      await blobs.delete(blob);
      result.removed++;
    }
  }
  return result;
}

async function isOrphan(runner: CommandRunner, { org, sha256 }: BlobRef, id: number, now: number): Promise<boolean> {
  const stream = documentStream(org, id);
  const { state, revision } = await runner.read(documentAggregate, stream);
  const known = revision < 0 ? (await runner.run(documentAggregate, stream, decideGiveUp, contextOf(org, stream, now))).state : state;
  return known?.sha256 !== sha256;
}

/** Ends a document that never came to be; one that has come by now stays. */
const decideGiveUp = (state: DocumentState | undefined): readonly DocumentEvent[] => (state ? [] : [{ type: 'document-deleted', data: {} }]);

/** An id is given up once, so that the command's id follows from it. */
const contextOf = (org: string, stream: string, now: number): CommandContext => {
  const commandId = uuidV5(`blob-sweep/${stream}`);
  return { org, actor: 'system:processes', commandId, correlationId: commandId, now };
};
