import { z } from 'zod';

/** A schema of the API's description, and the named ones that it refers to. */
export interface OpenApiSchema {
  readonly schema: Record<string, unknown>;
  readonly components: Record<string, unknown>;
}

/**
 * A zod schema as OpenAPI 3.1 has it (JSON Schema 2020-12). What has `.meta({ id })` becomes a component; a component
 * that is both asked for and answered has one form, so fields with defaults want schemas of their own for the answer.
 */
export function openApiSchema(schema: unknown, { schemaType }: { readonly schemaType: 'input' | 'output' }): OpenApiSchema | undefined {
  if (!(schema instanceof z.ZodType)) return undefined;
  const { $defs, $schema: _, ...converted } = z.toJSONSchema(schema, {
    io: schemaType,
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      // An answer may grow a field: a client that refused unknown ones would break.
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
      // JavaScript's own limits say nothing about the field.
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    },
  });
  return { schema: converted, components: $defs ?? {} };
}
