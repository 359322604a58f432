/** What a fetch gives of a record, as far as it matters here. */
export interface FetchedRecord {
  readonly offset: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Record<string, Buffer | string | (Buffer | string)[] | undefined>;
  /** The end of a transaction. */
  readonly isControlRecord: boolean;
  readonly batchContext: { readonly producerId: string; readonly inTransaction: boolean };
}

export interface AbortedTransaction {
  readonly producerId: string;
  readonly firstOffset: string;
}

const ABORT = 0;

/**
 * The records that readers of what is committed may see. The list of aborted transactions may come in any order, and
 * several producers' transactions may overlap.
 */
export function committedRecords(records: readonly FetchedRecord[], aborted: readonly AbortedTransaction[] | null): readonly FetchedRecord[] {
  const ahead = [...(aborted ?? [])].sort((a, b) => Number(a.firstOffset) - Number(b.firstOffset));
  const aborting = new Set<string>();
  return records.filter(({ offset, key, isControlRecord, batchContext: { producerId, inTransaction } }) => {
    for (let next = ahead[0]; next !== undefined && Number(next.firstOffset) <= Number(offset); next = ahead[0]) {
      aborting.add(next.producerId);
      ahead.shift();
    }
    if (isControlRecord) {
      // The key of a control record: its version, then its type, two bytes each.
      if (key?.readInt16BE(2) === ABORT) aborting.delete(producerId);
      return false;
    }
    return !(inTransaction && aborting.has(producerId));
  });
}
