import type { Json, JsonObject } from '#event-sourcing';
import { BIRTH_DATE, type ScreenedName } from '#watchlists';
import type { CheckQuestion } from '../check-provider.js';

/** Where clients put what else is known, in `input_details` of the customer or the check. */
const NAMES = ['full_name', 'name', 'company_name', 'aliases', 'other_names'];
const BIRTH_DATES = ['date_of_birth', 'birth_date', 'dob'];

/**
 * By which names and dates of birth somebody is looked for: the customer's name, and what `input_details` of the check and of the
 * customer say. Dates that are not written in the way of ISO 8601 are left out: a date that is misread would be a veto.
 */
export function screenedCustomer({ customer, check }: CheckQuestion): ScreenedName {
  const details = [check.input_details, customer.input_details].filter((one) => one !== null);
  const names = [...textsOf(customer.full_name), ...details.flatMap((one) => fields(one, NAMES))];
  return { names: unique(names), birthDates: unique(details.flatMap((one) => fields(one, BIRTH_DATES)).filter((date) => BIRTH_DATE.test(date))) };
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
