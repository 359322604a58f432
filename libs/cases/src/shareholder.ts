import { customerFields, customerType } from '#customers';
import type { Json } from '#event-sourcing';
import { z } from 'zod';

/** Somebody who holds a part of a company, as a decision on the company's case names them; part of events. */
export const shareholder = z.object({
  full_name: z.string(),
  external_id: z.string().nullable(),
  customer_type: customerType.nullable(),
  input_details: z.record(z.string(), z.json()).nullable(),
  /** Percent of the company. */
  ownership: z.number().min(0).max(100).nullable(),
});

/** Somebody who holds a part of a company. */
export type Shareholder = z.output<typeof shareholder>;

/** How many shareholders a decision names at most. */
const MAX_SHAREHOLDERS = 100;

/** The shareholders in the body of a decision; contract, section 8. A key stands for one of them. */
export const shareholdersInput = z
  .array(
    z
      .object({
        full_name: customerFields.full_name,
        external_id: customerFields.external_id,
        customer_type: customerFields.customer_type,
        input_details: customerFields.input_details,
        ownership: z.number().min(0).max(100).nullish().meta({ description: 'Percent of the company.' }),
      })
      .meta({ id: 'Shareholder' }),
  )
  .max(MAX_SHAREHOLDERS)
  .superRefine((named, context) => {
    const seen = new Set<string>();
    for (const [index, { external_id }] of named.entries()) {
      if (external_id == null) continue;
      if (seen.has(external_id)) {
        context.addIssue({ code: 'custom', path: [index, 'external_id'], message: 'Another shareholder has this external_id.', params: { code: 'unique' } });
      }
      seen.add(external_id);
    }
  });

type Named = Pick<Shareholder, 'full_name'> & { readonly [Field in keyof Shareholder]?: Shareholder[Field] | undefined };

/** As events hold them: what was left out is null. */
export const shareholdersFrom = (input: readonly Named[] | null | undefined): Shareholder[] | null =>
  input?.map(({ full_name, external_id, customer_type, input_details, ownership }) => ({
    full_name,
    external_id: external_id ?? null,
    customer_type: customer_type ?? null,
    input_details: input_details ?? null,
    ownership: ownership ?? null,
  })) ?? null;

/** What a decision of version 1, which took any objects, says of shareholders in the form of today. */
export const shareholdersOfVersion1 = (stored: Json | undefined): Json =>
  Array.isArray(stored) ? (shareholdersFrom(stored.flatMap((each) => fromVersion1.safeParse(each).data ?? []))) : null;

const fromVersion1 = z.object({
  full_name: z.string(),
  external_id: z.string().nullish().catch(null),
  customer_type: customerType.nullish().catch(null),
  input_details: z.record(z.string(), z.json()).nullish().catch(null),
  ownership: z.number().min(0).max(100).nullish().catch(null),
});
