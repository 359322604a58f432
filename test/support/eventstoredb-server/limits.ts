/** What a stream's metadata says of which of its events are still to be seen. */
export interface Limits {
  /** Only the last so many. */
  readonly maxCount?: number;
  /** Only those not older, in milliseconds. */
  readonly maxAge?: number;
  /** Only those from this revision on. */
  readonly truncateBefore?: number;
}

/** The revision before which a deleted stream is truncated, 2⁶³ - 1, as near as a number comes to it. */
const NEVER = 2 ** 63;

/** The `$tb` of a deleted stream; as text, because as a number it would lose its last digit. */
export const TRUNCATED_FOR_EVER = '9223372036854775807';

const number = (value: unknown): number | undefined => (typeof value === 'number' && value >= 0 ? value : undefined);

/** Reads the data of a `$metadata` event; whatever is not a limit is nobody's business here. */
export function limitsIn(data: string): Limits {
  const metadata = parsed(data);
  const maxCount = number(metadata.$maxCount);
  const maxAge = number(metadata.$maxAge);
  const truncateBefore = number(metadata.$tb);
  return {
    ...(maxCount !== undefined && { maxCount }),
    ...(maxAge !== undefined && { maxAge: maxAge * 1_000 }),
    ...(truncateBefore !== undefined && { truncateBefore }),
  };
}

export const isDeleted = ({ truncateBefore = 0 }: Limits): boolean => truncateBefore >= NEVER;

/** The first revision to be seen of a stream that ends with `last`. */
export const firstVisible = ({ truncateBefore = 0, maxCount = Infinity }: Limits, last: number): number =>
  Math.max(0, truncateBefore, last - maxCount + 1);

/** The data of a `$metadata` event that says what `data` said, but for where the stream is truncated. */
export function truncated(data: string | undefined, before: string | number): string {
  const { $tb: _, ...others } = data === undefined ? {} : parsed(data);
  const rest = JSON.stringify(others).slice(1, -1);
  return `{${rest}${rest === '' ? '' : ','}"$tb":${before}}`;
}

function parsed(data: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(data);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
