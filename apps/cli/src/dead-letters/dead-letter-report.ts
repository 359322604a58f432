import type { DeadLetter } from '#broker';

/** A dead letter as it is shown; scripts read it. */
export interface DeadLetterReport {
  readonly key: string;
  /** Null for a message that does not say what it is. */
  readonly type: string | null;
  readonly offset: string;
  /** 0 when it waits behind another. */
  readonly attempts: number;
  readonly error: string;
  readonly parked_at: string;
  /** The message as it came. */
  readonly headers: Readonly<Record<string, string>>;
  readonly value: string;
}

export const deadLetterReport = ({ message, attempts, error, parkedAt }: DeadLetter): DeadLetterReport => ({
  key: message.key,
  type: message.headers.ce_type ?? null,
  offset: message.offset,
  attempts,
  error,
  parked_at: parkedAt,
  headers: message.headers,
  value: message.value,
});
