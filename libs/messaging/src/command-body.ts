import { UnprocessableMessageError } from '#broker';
import { jsonFault } from '#http';

/**
 * What the body of a command says; the same texts are refused as in HTTP.
 * @throws UnprocessableMessageError when it is no JSON, or JSON that must not get any further.
 */
export function commandBody(text: string): unknown {
  const value = parsed(text);
  const fault = jsonFault(text, value);
  if (fault !== undefined) throw new UnprocessableMessageError(fault);
  return value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text, refusePrototypes);
  } catch {
    throw new UnprocessableMessageError('The body is not valid JSON, or has a key named __proto__ or constructor.');
  }
}

/** Keys that reach for JavaScript's prototypes. */
function refusePrototypes(key: string, value: unknown): unknown {
  const isConstructor = key === 'constructor' && typeof value === 'object' && value !== null && 'prototype' in value;
  if (key === '__proto__' || isConstructor) throw new SyntaxError(key);
  return value;
}
