import type { FieldError } from '#event-sourcing';
import type { Failure } from './failure.js';

/** The errors of one place in a body: its own messages, and those of what is inside it. */
interface Place {
  readonly messages: string[];
  readonly inside: Map<string | number, Place>;
}

/** Messages; or, for a value with parts, those of its parts. */
export type DrfErrors = string[] | DrfErrors[] | DrfFields;

/** Messages by field. */
export interface DrfFields {
  [field: string]: DrfErrors;
}

/**
 * An error in the style of Django REST Framework: `{"field": ["message"], "non_field_errors": ["message"]}` for wrong
 * fields, nested as the body is, and `{"detail", "code"}` for everything else.
 */
export const drfBody = (failure: Failure): object =>
  failure.fields.length > 0 ? drfFields(failure.fields) : { detail: failure.detail, code: failure.code };

/** Messages by field. A list of objects keeps its positions, with `{}` for items that are right. */
export function drfFields(fields: readonly FieldError[]): DrfFields {
  const root = newPlace();
  for (const { path, message } of fields) {
    const place = path.reduce<Place>((outer, key) => stepInto(outer, key), root);
    place.messages.push(message);
  }
  return asObject(root);
}

const newPlace = (): Place => ({ messages: [], inside: new Map() });

function stepInto(outer: Place, key: string | number): Place {
  const known = outer.inside.get(key);
  if (known) return known;
  const made = newPlace();
  outer.inside.set(key, made);
  return made;
}

function render(place: Place): DrfErrors {
  if (place.inside.size === 0) return place.messages;
  return isListOfObjects(place) ? asList(place) : asObject(place);
}

function asObject(place: Place): DrfFields {
  const fields = [...place.inside].map(([key, inner]) => [String(key), render(inner)] as const);
  const own = place.messages.length === 0 ? [] : [['non_field_errors', place.messages] as const];
  return Object.fromEntries([...own, ...fields]);
}

/** Items that are wrong inside. Items that are wrong themselves (`[1, "x"]`) go by their index as an object's key. */
const isListOfObjects = (place: Place): boolean =>
  place.messages.length === 0 &&
  [...place.inside.keys()].every((key) => typeof key === 'number') &&
  [...place.inside.values()].some((inner) => inner.inside.size > 0);

function asList(place: Place): DrfErrors[] {
  const last = Math.max(...[...place.inside.keys()].map(Number));
  return Array.from({ length: last + 1 }, (_, index) => {
    const inner = place.inside.get(index);
    return inner ? asObject(inner) : {};
  });
}
