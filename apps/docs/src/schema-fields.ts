import type { z } from 'zod';

/** A field of an event's data, as people read it. */
export interface SchemaField {
  /** Dotted path; `[]` stands for every item of a list. */
  readonly path: string;
  readonly type: string;
  readonly optional: boolean;
}

type Schema = z.core.JSONSchema.BaseSchema;

/** Values that are written out; of more only the first few are. */
const MOST_VALUES = 6;

/** The fields of an object's JSON Schema, those inside it below it. */
export function schemaFields(schema: Schema, prefix = ''): readonly SchemaField[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const field = schemaOf(property);
    const path = `${prefix}${name}`;
    const own = { path, type: typeName(field), optional: !(schema.required ?? []).includes(name) };
    const present = alternatives(field).find(({ type }) => type !== 'null') ?? field;
    const item = itemOf(present);
    return [own, ...(item ? schemaFields(item, `${path}[].`) : schemaFields(present, `${path}.`))];
  });
}

const schemaOf = (schema: Schema | boolean | undefined): Schema => (typeof schema === 'object' ? schema : {});

const itemOf = ({ items }: Schema): Schema | undefined => (items === undefined || Array.isArray(items) ? undefined : schemaOf(items));

/** What a field may be, one by one: zod says "or null" in either of two ways. */
function alternatives(field: Schema): readonly Schema[] {
  const several = field.anyOf ?? field.oneOf;
  if (several !== undefined) return several.map(schemaOf);
  return Array.isArray(field.type) ? field.type.map((type) => ({ ...field, type })) : [field];
}

const typeName = (field: Schema): string => alternatives(field).map(plainTypeName).join(' or ');

function plainTypeName(field: Schema): string {
  if (field.enum !== undefined) return valuesName(field.enum.map(String));
  switch (field.type) {
    case 'integer':
    case 'number':
      return `${field.type}${rangeName(field)}`;
    case 'string':
      return { 'date-time': 'time (ISO 8601)', uuid: 'UUID' }[field.format ?? ''] ?? 'text';
    case 'array':
      return `list of ${itemsName(typeName(itemOf(field) ?? {}))}`;
    case 'object':
      return field.properties === undefined ? 'JSON object' : 'object';
    default:
      return typeof field.type === 'string' ? field.type : 'JSON';
  }
}

const itemsName = (item: string): string => (/(?:integer|number|object)$/.test(item) ? `${item}s` : item);

function valuesName(values: readonly string[]): string {
  const shown = values.slice(0, values.length > MOST_VALUES ? 3 : MOST_VALUES).map((value) => `\`${value}\``);
  return values.length > MOST_VALUES ? `one of ${values.length}: ${shown.join(', ')}, …` : shown.join(', ');
}

/** The range, where it is narrower than what JavaScript's numbers hold. */
function rangeName({ minimum, maximum, exclusiveMinimum }: Schema): string {
  const least = minimum === undefined || minimum === Number.MIN_SAFE_INTEGER ? undefined : minimum;
  const most = maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum;
  if (least !== undefined && most !== undefined) return ` ${least}…${most}`;
  if (least !== undefined) return ` ≥ ${least}`;
  return exclusiveMinimum === undefined ? '' : ` > ${exclusiveMinimum}`;
}
