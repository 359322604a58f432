import { checkType, providerName } from '#check-types';
import { customerType } from '#customers';
import { z } from 'zod';
import { outcomeRules } from './outcome-rules.js';

const time = z.iso.datetime().meta({ example: '2026-01-02T03:04:05.678Z' });

const versionFields = {
  version: z.int().positive().meta({ description: 'Counts from 1. A case keeps the one that it was made with.' }),
  created_at: time,
  updated_at: time.meta({ description: 'Since when there is this version.' }),
};

/** A version of a case config; contract, section 8. */
export const caseConfigSchema = z
  .object({
    slug: z.string(),
    name: z.string(),
    customer_type: customerType.nullable(),
    checks: z
      .array(
        z.object({
          check_type: checkType,
          input_details: z.record(z.string(), z.json()).nullable(),
          provider: providerName.nullable(),
          required: z.boolean(),
        }),
      )
      .readonly(),
    outcome_rules: outcomeRules.nullable(),
    checklist: z.array(z.string()).readonly(),
    sla_hours: z.int().nullable(),
    ...versionFields,
  })
  .meta({ id: 'CaseConfig' });

/** A version of a dual config; contract, section 8. */
export const dualCaseConfigSchema = z
  .object({ slug: z.string(), name: z.string(), kyb: z.string(), kyc: z.string(), ...versionFields })
  .meta({ id: 'DualCaseConfig' });

/** A version of a config of either kind. */
export const configSchema = z.union([caseConfigSchema, dualCaseConfigSchema]);
