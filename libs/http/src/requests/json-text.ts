import type { FieldError } from '#event-sourcing';
import { duplicateName, membersIn } from './json-members.js';

/** Levels that a JSON body may have: more than real ones have, and far fewer than any recursion over it bears. */
export const MAX_LEVELS = 32;
/** Members of objects and items of lists that it may have in all. */
export const MAX_VALUES = 100_000;
/** Characters that a name in it may have. */
export const MAX_NAME = 1_000;

/** What the walk through a body counts. */
interface Count {
  members: number;
  items: number;
}

/**
 * What a well-formed JSON text holds that must not get any further, and where; undefined when there is nothing of the kind.
 * Refused is what other readers of JSON might read in another way (RFC 7493): a name that an object has twice, half of a
 * surrogate pair, a number that no 64 bits hold; what reaches for JavaScript's prototypes; and nesting or numbers of
 * values without end.
 *
 * @param value the text, parsed.
 */
export function jsonFault(text: string, value: unknown): FieldError | undefined {
  const count: Count = { members: 0, items: 0 };
  const fault = faultIn(value, 0, count);
  // The way down to the last level helps nobody.
  if (fault?.code === 'too_deep') return { ...fault, path: fault.path.slice(0, 1) };
  if (fault || count.members === membersIn(text)) return fault;
  return { path: duplicateName(text), code: 'duplicate_name', message: 'This name stands here twice.' };
}

function faultIn(value: unknown, level: number, count: Count): FieldError | undefined {
  if (typeof value === 'string') return value.isWellFormed() ? undefined : wrong('invalid_unicode', 'The body has a text that is not valid Unicode.');
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : wrong('invalid_number', 'This number is too large: it has to fit 64 bits (IEEE 754).');
  if (typeof value !== 'object' || value === null) return undefined;
  if (level >= MAX_LEVELS) return wrong('too_deep', `The body is nested too deeply: ${MAX_LEVELS} levels at most.`);
  return Array.isArray(value) ? faultInList(value, level, count) : faultInObject(value, level, count);
}

function faultInList(list: readonly unknown[], level: number, count: Count): FieldError | undefined {
  count.items += list.length;
  if (count.members + count.items > MAX_VALUES) return tooMany();
  for (const [index, item] of list.entries()) {
    const fault = faultIn(item, level + 1, count);
    if (fault) return inside(index, fault);
  }
  return undefined;
}

function faultInObject(object: object, level: number, count: Count): FieldError | undefined {
  for (const [name, member] of Object.entries(object)) {
    count.members++;
    const fault = faultInName(name, member) ?? faultIn(member, level + 1, count);
    if (fault) return inside(name.slice(0, MAX_NAME).toWellFormed(), fault);
  }
  return count.members + count.items > MAX_VALUES ? tooMany() : undefined;
}

function faultInName(name: string, member: unknown): FieldError | undefined {
  if (name.length > MAX_NAME) return wrong('name_too_long', `A name has no more than ${MAX_NAME} characters.`);
  if (!name.isWellFormed()) return wrong('invalid_unicode', 'The body has a name that is not valid Unicode.');
  const reaches = name === '__proto__' || (name === 'constructor' && typeof member === 'object' && member !== null && Object.hasOwn(member, 'prototype'));
  return reaches ? wrong('forbidden_name', `The name ${name} cannot be used.`) : undefined;
}

const wrong = (code: string, message: string): FieldError => ({ path: [], code, message });

const tooMany = (): FieldError => wrong('too_many_values', `The body has too many values: ${MAX_VALUES} at most.`);

const inside = (place: string | number, fault: FieldError): FieldError => ({ ...fault, path: [place, ...fault.path] });
