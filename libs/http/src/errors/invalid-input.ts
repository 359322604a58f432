import type { z } from 'zod';
import { DomainError, type FieldError } from '#event-sourcing';
import { issueMessage } from './issue-message.js';

type Issue = z.core.$ZodIssue;

/**
 * The value in the form that the schema gives it.
 * @throws DomainError `invalid`, naming each wrong field and the rule that it breaks.
 */
export function parseInput<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value, { error: issueMessage, reportInput: true });
  if (result.success) return result.data;
  throw new DomainError('invalid', 'invalid', 'The request is not valid.', result.error.issues.flatMap((issue) => fieldErrors(issue, [])));
}

function fieldErrors(issue: Issue, outer: readonly (string | number)[]): readonly FieldError[] {
  const path = [...outer, ...issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key))];
  if (issue.code === 'invalid_union' && issue.input !== undefined && issue.input !== null) return ofUnion(issue, path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...path, key], code: 'unknown_field', message: issue.message }));
  }
  if (path.length === 0 && issue.input === undefined && issue.code !== 'custom') {
    return [{ path, code: 'required', message: 'The body is missing. Expected a JSON object.' }];
  }
  if (path.length === 0 && issue.code === 'invalid_type') {
    return [{ path, code: 'invalid', message: 'Invalid data. Expected a JSON object.' }];
  }
  return [{ path, code: issueCode(issue), message: issue.message }];
}

/** The alternative that the value comes closest to speaks: one whose own kind of value it is, and whose fields it has. */
function ofUnion(issue: z.core.$ZodIssueInvalidUnion, path: readonly (string | number)[]): readonly FieldError[] {
  const ofRightType = issue.errors.filter((issues) => !issues.some((inner) => inner.path.length === 0 && inner.code === 'invalid_type'));
  const fewest = Math.min(...ofRightType.map(strangeFields));
  const ofRightKind = ofRightType.filter((issues) => strangeFields(issues) === fewest);
  const closest = ofRightKind.find((issues) => issues.some((inner) => inner.code !== 'invalid_value')) ?? ofRightKind[0] ?? issue.errors[0];
  if (!closest || closest.length === 0) return [{ path, code: 'invalid', message: issue.message }];
  return closest.flatMap((inner) => fieldErrors(inner, path));
}

/** How many fields an alternative does not know. */
const strangeFields = (issues: readonly Issue[]): number =>
  issues.reduce((count, inner) => count + (inner.code === 'unrecognized_keys' && inner.path.length === 0 ? inner.keys.length : 0), 0);

function issueCode(issue: Issue): string {
  if (issue.code === 'custom') return typeof issue.params?.code === 'string' ? issue.params.code : 'invalid';
  if (issue.input === undefined) return 'required';
  if (issue.input === null) return 'null';
  switch (issue.code) {
    case 'too_big':
      return issue.origin === 'string' || issue.origin === 'array' ? 'max_length' : 'max_value';
    case 'too_small':
      if (issue.input === '') return 'blank';
      return issue.origin === 'string' || issue.origin === 'array' ? 'min_length' : 'min_value';
    case 'invalid_value':
      return 'invalid_choice';
    default:
      return 'invalid';
  }
}
