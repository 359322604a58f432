import { UnprocessableMessageError } from '#broker';
import { jsonFault } from '#http';

/**
 * What the body of a command says; the same texts are refused as in HTTP.
 * @throws UnprocessableMessageError when it is no JSON, or JSON that must not get any further.
 */
export function commandBody(text: string): unknown {
  const value = parsed(text);
  const fault = jsonFault(text, value);
  if (fault) throw new UnprocessableMessageError([...fault.path, fault.message].join(': '));
  return value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new UnprocessableMessageError('The body is not valid JSON.');
  }
}
