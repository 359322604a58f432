const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A length of time in the two largest units that tell something: `250 ms`, `3.2 s`, `4 min 12 s`, `2 d 5 h`. */
export function formatDuration(milliseconds: number): string {
  const length = Math.abs(Math.round(milliseconds));
  const sign = milliseconds < 0 ? '−' : '';
  if (length < SECOND) return `${sign}${length} ms`;
  if (length < 10 * SECOND) return `${sign}${Math.floor(length / 100) / 10} s`;
  if (length < MINUTE) return `${sign}${Math.floor(length / SECOND)} s`;
  if (length < HOUR) return `${sign}${inTwo(length, MINUTE, 'min', SECOND, 's')}`;
  if (length < DAY) return `${sign}${inTwo(length, HOUR, 'h', MINUTE, 'min')}`;
  return `${sign}${inTwo(length, DAY, 'd', HOUR, 'h')}`;
}

function inTwo(length: number, large: number, largeName: string, small: number, smallName: string): string {
  const rest = Math.floor((length % large) / small);
  return `${Math.floor(length / large)} ${largeName}${rest === 0 ? '' : ` ${rest} ${smallName}`}`;
}
