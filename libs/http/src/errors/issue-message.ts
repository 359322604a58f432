import type { z } from 'zod';

type RawIssue = z.core.$ZodRawIssue;

/** The words for a broken rule of a schema, as Django REST Framework's clients know them. */
export function issueMessage(issue: RawIssue): string {
  const { input } = issue;
  if (input === undefined && issue.code !== 'custom') return 'This field is required.';
  if (input === null && issue.code !== 'custom') return 'This field may not be null.';
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(String(issue.expected), isInteger(issue));
    case 'too_big':
      return tooBig(issue);
    case 'too_small':
      return tooSmall(issue);
    case 'invalid_format':
      return wrongFormat(String(issue.format));
    case 'invalid_value':
      return `${shown(input)} is not a valid choice.`;
    case 'unrecognized_keys':
      return 'This field is not known here.';
    default:
      return 'Enter a valid value.';
  }
}

function wrongType(expected: string, integer: boolean): string {
  switch (expected) {
    case 'string':
      return 'Not a valid string.';
    case 'int':
      return 'A valid integer is required.';
    case 'number':
      return integer ? 'A valid integer is required.' : 'A valid number is required.';
    case 'boolean':
      return 'Must be a valid boolean.';
    case 'array':
      return 'Expected a list of items.';
    case 'object':
    case 'record':
      return 'Expected a JSON object.';
    default:
      return 'Enter a valid value.';
  }
}

function tooBig(issue: RawIssue): string {
  const most = String(issue.maximum);
  if (issue.origin === 'string') return `Ensure this field has no more than ${most} characters.`;
  if (issue.origin === 'array') return `Ensure this field has no more than ${most} elements.`;
  return `Ensure this value is less than ${issue.inclusive === true ? 'or equal to ' : ''}${most}.`;
}

function tooSmall(issue: RawIssue): string {
  const least = String(issue.minimum);
  if (issue.origin === 'string') {
    return issue.input === '' ? 'This field may not be blank.' : `Ensure this field has at least ${least} characters.`;
  }
  if (issue.origin === 'array') return `Ensure this field has at least ${least} elements.`;
  return `Ensure this value is greater than ${issue.inclusive === true ? 'or equal to ' : ''}${least}.`;
}

function wrongFormat(format: string): string {
  switch (format) {
    case 'url':
      return 'Enter a valid URL.';
    case 'email':
      return 'Enter a valid email address.';
    case 'uuid':
    case 'guid':
      return 'Must be a valid UUID.';
    case 'datetime':
      return 'Enter a valid date and time in ISO 8601 format, with a time zone.';
    default:
      return 'Enter a valid value.';
  }
}

/** A schema for integers says "number" of a text; only the schema itself knows better. */
function isInteger(issue: RawIssue): boolean {
  const format = (issue.inst?._zod.def as { readonly format?: unknown } | undefined)?.format;
  return typeof format === 'string' && format.includes('int');
}

/** What was sent, in quotes as the API's own messages have it, and never at length. */
function shown(input: unknown): string {
  const text = typeof input === 'string' ? input : JSON.stringify(input);
  return `"${text.length > 100 ? `${text.slice(0, 100)}…` : text}"`;
}
