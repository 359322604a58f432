import type { Json, JsonObject } from '#event-sourcing';
import type { AttemptFailure } from '#outbound';
import { BIRTH_DATE, type ScreenedName } from '#watchlists';
import type { CheckQuestion } from '../check-provider.js';

/** Where clients put what else is known, in `input_details` of the customer or the check. */
const NAMES = ['full_name', 'name', 'company_name', 'aliases', 'other_names'];
const BIRTH_DATES = ['date_of_birth', 'birth_date', 'dob'];

/** What is looked for at most: nobody has more, and each costs a comparison with every entry of a list. */
const MAX_NAMES = 100;
const MAX_NAME = 500;
const MAX_BIRTH_DATES = 20;

/**
 * By which names and dates of birth somebody is looked for: the customer's name, and what `input_details` of the check and of the
 * customer say. Dates that are not written in the way of ISO 8601 are left out: a date that is misread would be a veto.
 */
export function screenedCustomer({ customer, check }: CheckQuestion): ScreenedName {
  const details = [check.input_details, customer.input_details].filter((one) => one !== null);
  const names = [...textsOf(customer.full_name), ...details.flatMap((one) => fields(one, NAMES))];
  return { names: unique(names), birthDates: unique(details.flatMap((one) => fields(one, BIRTH_DATES)).filter((date) => BIRTH_DATE.test(date))) };
}

/**
 * Why it cannot be said whether somebody is listed; undefined when it can. Leaving out names that are too many would come to an
 * answer, and to a wrong one.
 */
export function unscreenable({ names, birthDates }: ScreenedName): AttemptFailure | undefined {
  if (names.length === 0) return { reason: 'no_name', permanent: true };
  if (names.length > MAX_NAMES) return { reason: 'too_many_names', permanent: true };
  if (names.some((name) => name.length > MAX_NAME)) return { reason: 'name_too_long', permanent: true };
  return birthDates.length > MAX_BIRTH_DATES ? { reason: 'too_many_birth_dates', permanent: true } : undefined;
}

const fields = (details: JsonObject, names: readonly string[]): readonly string[] =>
  names.flatMap((name) => (Object.hasOwn(details, name) ? textsOf(details[name] ?? null) : []));

/** A text, or a list of texts. */
const textsOf = (value: Json): readonly string[] =>
  (Array.isArray(value) ? (value as readonly Json[]) : [value])
    .filter((one) => typeof one === 'string')
    .map((one) => one.trim())
    .filter((one) => one !== '');

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)];
