import { checkType, providerName, riskScore } from '#check-types';
import { customerType } from '#customers';
import { z } from 'zod';

/** 1 to 100 small letters, digits, `-` and `_`, the first and the last no sign: what a config is called for ever. */
export const SLUG = /^[a-z0-9](?:[a-z0-9_-]{0,98}[a-z0-9])?$/;

const slug = z.string().regex(SLUG, { error: 'Enter 1 to 100 small letters, digits, hyphens and underscores.' });
const name = z.string().trim().min(1).max(255);

/** How many checks a case is created with at most; contract, section 5. */
const MAX_CHECKS = 100;
const HOURS_OF_A_YEAR = 8_784;

const rulesInput = z
  .strictObject({ accept_below: riskScore.nullish(), review_at_or_above: riskScore.nullish(), reject_at_or_above: riskScore.nullish() })
  .refine((rules) => Object.values(rules).some((value) => value != null), { error: 'Give at least one rule.', abort: true })
  .refine(inOrder, { error: 'Ensure that accept_below is no more than review_at_or_above, and that no more than reject_at_or_above.' })
  .meta({ id: 'OutcomeRules', description: 'What a risk score makes of the decision that it came with.' });

const caseConfigFields = {
  slug,
  name,
  customer_type: customerType.nullish().meta({ description: 'The type of customer that cases by this config are for.' }),
  checks: z
    .array(
      z.strictObject({
        check_type: checkType,
        input_details: z.record(z.string(), z.json()).nullish(),
        provider: providerName.nullish(),
        required: z.boolean().default(true).meta({ description: 'Whether a case can be accepted only with a decision on this check.' }),
      }),
    )
    .min(1)
    .max(MAX_CHECKS),
  outcome_rules: rulesInput.nullish(),
  checklist: z.array(z.string().trim().min(1).max(500)).max(100).nullish(),
  sla_hours: z.int().min(1).max(HOURS_OF_A_YEAR).nullish(),
};

const dualFields = { slug, name, kyb: slug, kyc: slug };

const singleExample = {
  slug: 'kyc-standard',
  name: 'KYC, standard',
  checks: [{ check_type: 'PEP', required: true }, { check_type: 'ADVERSE_MEDIA', required: false }],
  outcome_rules: { accept_below: 0.2, reject_at_or_above: 0.9 },
};
const dualExample = { slug: 'onboarding', name: 'Company with its shareholders', kyb: 'kyb-standard', kyc: 'kyc-standard' };
const without = <Example extends { slug: string }>({ slug: _, ...rest }: Example): Omit<Example, 'slug'> => rest;

/** The body of `POST /api/case-configs/`; contract, section 8. Closed: a field that is not known is refused. */
export const createConfigInput = z.union([
  z.strictObject(caseConfigFields).meta({ id: 'CreateCaseConfig', example: singleExample }),
  z.strictObject(dualFields).meta({ id: 'CreateDualCaseConfig', example: dualExample }),
]);

/** The body of `PUT /api/case-configs/{slug}/`: the same; the slug may be left out, since the path has it. */
export const replaceConfigInput = z.union([
  z.strictObject({ ...caseConfigFields, slug: slug.optional() }).meta({ id: 'ReplaceCaseConfig', example: without(singleExample) }),
  z.strictObject({ ...dualFields, slug: slug.optional() }).meta({ id: 'ReplaceDualCaseConfig', example: without(dualExample) }),
]);

/** The body of a new config, checked. */
export type CreateConfigInput = z.output<typeof createConfigInput>;

/** The body of a new version of a config, checked. */
export type ReplaceConfigInput = z.output<typeof replaceConfigInput>;

/** What a config is to be, whatever it is called. */
export type ConfigInput = Omit<Extract<CreateConfigInput, { checks: unknown }>, 'slug'> | Omit<Extract<CreateConfigInput, { kyb: unknown }>, 'slug'>;

function inOrder({ accept_below, review_at_or_above, reject_at_or_above }: Readonly<Record<string, number | null | undefined>>): boolean {
  const given = [accept_below, review_at_or_above, reject_at_or_above].filter((value) => value != null);
  return given.every((value, index) => index === 0 || value >= (given[index - 1] ?? 0));
}
