import { z } from 'zod';
import type { Json, JsonObject } from './json.js';

/** Turns an event's data of one version into the data of the next. */
export type Upcaster = (data: JsonObject) => JsonObject;

/** What is known of one kind of event: its stored name, the shape of its data, and how older shapes become this one. */
export interface EventDefinition<Name extends string = string, Schema extends z.ZodType = z.ZodType> {
  readonly name: Name;
  readonly schema: Schema;
  /** 1 for an event that never changed its shape; stored with each event as `schema_version`. */
  readonly version: number;
  /** `upcasters[0]` takes version 1 to version 2, and so on. */
  readonly upcasters: readonly Upcaster[];
  /** Dotted paths of the fields that may hold personal data; `[]` stands for every item of a list. */
  readonly personalFields: readonly string[];
  /** The field that holds the person whose personal data this is; its name says of which kind: `customer_id`, `member_id`. */
  readonly subject?: string;
}

export interface EventOptions {
  /** One function for each time that the shape changed, oldest first. */
  readonly upcasters?: readonly Upcaster[];
  /** The field that names the person, `customer_id` or `member_id`; required where a field is marked personal. */
  readonly subject?: string;
}

/**
 * Defines an event. The name is stored: past tense, kebab-case, with its noun, and never used again for anything else.
 * A field that may hold personal data is marked `.meta({ personal: true })` in the schema.
 *
 * @throws Error when a field is marked personal and no `subject` says whose it is.
 */
export function defineEvent<const Name extends string, Schema extends z.ZodType>(
  name: Name,
  schema: Schema,
  options: EventOptions = {},
): EventDefinition<Name, Schema> {
  const upcasters = options.upcasters ?? [];
  const personalFields = findPersonalFields(schema);
  if (personalFields.length > 0 && options.subject === undefined) {
    throw new Error(`Event ${name} marks ${personalFields.join(', ')} as personal: name its subject.`);
  }
  return {
    name,
    schema,
    upcasters,
    version: upcasters.length + 1,
    personalFields,
    ...(options.subject === undefined ? {} : { subject: options.subject }),
  };
}

/** The event that a definition (or a union of definitions) defines. */
export type EventOf<Definition> =
  Definition extends EventDefinition<infer Name, infer Schema>
    ? { readonly type: Name; readonly data: z.output<Schema> }
    : never;

/** Any event, as a decision gives it: what happened, before it is known when, where and by whom. */
export interface DomainEvent {
  readonly type: string;
  readonly data: unknown;
}

/** What is kept beside each event. These names are stored: changing one changes stored data. */
export interface EventMetadata {
  readonly org: string;
  /** `client:…`, `member:…`, `producer:…` or `system:<process>`. */
  readonly actor: string;
  readonly on_behalf_of?: string;
  /** The command that caused the event; a command that comes again is recognised by it. */
  readonly command_id: string;
  readonly schema_version: number;
  /** ISO 8601, UTC, milliseconds. */
  readonly occurred_at: string;
  readonly $correlationId: string;
  readonly $causationId: string;
}

/** A place in the whole log: opaque, but for the promise that the order of the strings is the order of the log. */
export type Position = string;

/** Where and when an event stands, whatever it says. */
export interface Recording {
  /** A UUID, derived from stream, command and index. */
  readonly id: string;
  readonly stream: string;
  /** The event's number in its stream, from 0, without gaps. */
  readonly revision: number;
  readonly position: Position;
  readonly metadata: EventMetadata;
}

/** An event as the store gives it: not yet decoded. */
export interface RecordedEvent extends Recording {
  readonly type: string;
  readonly data: JsonObject;
}

/** A decoded event together with its place and its circumstances. */
export type Recorded<Event extends DomainEvent> = Event & Recording;

function findPersonalFields(schema: z.ZodType): string[] {
  const paths: string[] = [];
  visit(z.toJSONSchema(schema, { unrepresentable: 'any', io: 'output', reused: 'inline' }) as JsonObject, '');
  return [...new Set(paths)].sort();

  function visit(node: Json | undefined, path: string): void {
    if (typeof node !== 'object' || node === null || isList(node)) return;
    if (node.personal === true) {
      paths.push(path);
      return;
    }
    for (const [key, child] of Object.entries((node.properties ?? {}) as JsonObject)) {
      visit(child, path === '' ? key : `${path}.${key}`);
    }
    visit(node.items, `${path}[]`);
    visit(node.additionalProperties, `${path}.*`);
    for (const alternatives of [node.anyOf, node.oneOf, node.allOf]) {
      if (isList(alternatives)) for (const alternative of alternatives) visit(alternative, path);
    }
  }
}

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);
