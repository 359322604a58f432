import type { OpenAPIObject } from '@nestjs/swagger';

type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['post']>;

const HEADER = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'A new one for each thing to be done, such as a random UUID. Sent again with the same key, the same request gets its first answer again and is not carried out again.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
} as const;

const IN_USE = {
  '409': 'The thing is in a state in which this cannot be done, or a request with this key is being carried out.',
  '422': 'The idempotency key was used with another request.',
} as const;

/** Describes the key, and what it may be answered with, on every operation that takes one. */
export function withIdempotencyKey(item: PathItem): PathItem {
  for (const operation of [item.post, item.patch]) {
    if (operation?.security === undefined) continue;
    operation.parameters = [...(operation.parameters ?? []), HEADER];
    operation.responses = { ...operation.responses, ...errorsOf(operation) };
  }
  return item;
}

const errorsOf = ({ responses }: Operation): Operation['responses'] =>
  Object.fromEntries(
    Object.entries(IN_USE).map(([status, description]) => {
      const described = responses[status];
      const content = {
        'application/json': { schema: { $ref: '#/components/schemas/Error' } },
        'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
      };
      return [status, { content, ...described, description }];
    }),
  );
