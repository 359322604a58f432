import type { MessageContract } from '#broker';
import type { OpenApiSchemas } from '#http';
import type { z } from 'zod';

/** What the messages of one channel have in common. */
export interface MessageKind {
  readonly headers: z.ZodType;
  /** Whether Casetrail reads them or writes them. */
  readonly io: 'input' | 'output';
  /** What the key of such a message is. */
  readonly key: string;
  /** Where a message says what it belongs to: a runtime expression of AsyncAPI. */
  readonly correlation: string;
  /** The headers of the example. */
  readonly exampleHeaders: (contract: MessageContract) => Readonly<Record<string, string>>;
}

/** A message in the description of the API. */
export interface MessageObject {
  readonly name: string;
  readonly [field: string]: unknown;
}

/** What a type of messages is called in the description: `casetrail.case.created.v1` is `caseCreatedV1`. */
export const messageName = (type: string): string =>
  type.replace(/^casetrail\./, '').replace(/[.-](\w)/g, (_, letter: string) => letter.toUpperCase());

/** Describes the messages of a contract; what their schemas name goes into the schemas. */
export function messageObject(contract: MessageContract, kind: MessageKind, schemas: OpenApiSchemas): MessageObject {
  const { type, schema, summary, example } = contract;
  const headers = schemas.convert(kind.headers, kind.io)?.schema;
  return {
    name: type,
    title: messageName(type),
    summary,
    contentType: 'application/json',
    headers: { allOf: [headers, { type: 'object', properties: { ce_type: { const: type } } }] },
    payload: schemas.convert(schema, kind.io)?.schema,
    correlationId: { location: kind.correlation },
    bindings: { kafka: { key: { type: 'string', description: kind.key }, bindingVersion: '0.5.0' } },
    examples: [{ headers: { ...kind.exampleHeaders(contract), ce_type: type }, payload: example }],
  };
}
