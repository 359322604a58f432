import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';

/** A schema of the API's description, and the named ones that it refers to. */
export interface OpenApiSchema {
  readonly schema: Record<string, unknown>;
  readonly components: Record<string, unknown>;
}

const NUMBERED = /^(?:#\/\$defs\/)?__schema\d+$/;

/** Turns zod schemas into OpenAPI 3.1's (JSON Schema 2020-12), and sees to it that a name stands for one form. */
export class OpenApiSchemas {
  /** Everything with `.meta({ id })` so far. */
  readonly components: Record<string, unknown> = {};

  /**
   * @param io whether the schema is of something asked for or of something answered: fields with defaults may be left
   *   out of the one and are always in the other, so such a schema has a name in only one of the two.
   * @returns undefined for what is no zod schema.
   * @throws Error when a name stands for two things.
   */
  convert(schema: unknown, io: 'input' | 'output'): OpenApiSchema | undefined {
    if (!(schema instanceof z.ZodType)) return undefined;
    const { $defs: components = {}, $schema: _, ...converted } = toJsonSchema(schema, io);
    for (const [name, component] of Object.entries(components)) {
      if (name in this.components && !isDeepStrictEqual(this.components[name], component)) {
        throw new Error(`Two schemas of the API are named ${name}, or one is both asked for and answered and differs.`);
      }
      this.components[name] = component;
    }
    return { schema: converted, components };
  }
}

/**
 * With references to where OpenAPI keeps what has a name. Zod numbers recursive schemas without a name, above all "any
 * JSON": they are shown as what may be anything.
 */
function toJsonSchema(schema: z.ZodType, io: 'input' | 'output'): z.core.JSONSchema.BaseSchema {
  const converted = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      leaveOutLimits(jsonSchema);
    },
  });
  return JSON.parse(JSON.stringify(converted), (key, value: unknown) => {
    if (NUMBERED.test(key)) return undefined;
    if (key !== '$ref' || typeof value !== 'string') return value;
    return NUMBERED.test(value) ? undefined : value.replace('#/$defs/', '#/components/schemas/');
  }) as z.core.JSONSchema.BaseSchema;
}

/** What is true of our own checks, but no promise to clients. */
function leaveOutLimits(schema: z.core.JSONSchema.BaseSchema): void {
  // An answer may grow a field: a client that refused unknown ones would break.
  if (schema.additionalProperties === false) delete schema.additionalProperties;
  // JavaScript's own limits say nothing about the field.
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
}
