import { InvalidArgumentError, Option } from 'commander';

/** Reads a UUID. @param rule what is said of anything else. */
export const parseUuid = (rule: string) => (text: string): string => {
  if (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) return text.toLowerCase();
  throw new InvalidArgumentError(rule);
};

/** Reads a whole number. @param rule what is said of anything else. */
export const parseWhole = (least: number, most: number, rule: string) => (text: string): number => {
  const number = /^\d{1,15}$/.test(text) ? Number(text) : -1;
  if (number >= least && number <= most) return number;
  throw new InvalidArgumentError(rule);
};

/** Lets a command be given again when it got no answer. */
export const keyOption = (): Option =>
  new Option('--idempotency-key <key>', 'that of an earlier run which got no answer, as it said: shows what became of it, and does nothing twice');
