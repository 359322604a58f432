import { checkType, providerName } from '#check-types';
import { customerType } from '#customers';
import { defineEvent, eventCodec, type EventOfCodec } from '#event-sourcing';
import { z } from 'zod';
import { outcomeRules } from './outcome-rules.js';

/** A check that every case of a config has. */
const configuredCheck = z.object({
  check_type: checkType,
  input_details: z.record(z.string(), z.json()).nullable(),
  /** Who carries it out; null for whoever the organization has chosen for checks of this type. */
  provider: providerName.nullable(),
  /** Whether a case can be accepted only with a decision on it. */
  required: z.boolean(),
});

const named = { slug: z.string(), version: z.int().positive(), name: z.string() };

/** There is a version of a case config: its first one, or a new one in place of the one before. */
export const caseConfigDefined = defineEvent(
  'case-config-defined',
  z.object({
    ...named,
    customer_type: customerType.nullable(),
    checks: z.array(configuredCheck),
    outcome_rules: outcomeRules.nullable(),
    checklist: z.array(z.string()),
    sla_hours: z.int().positive().nullable(),
  }),
);

/** There is a version of a dual config: the slugs of the configs that a company's case and its shareholders' cases are made by. */
export const dualCaseConfigDefined = defineEvent('dual-case-config-defined', z.object({ ...named, kyb: z.string(), kyc: z.string() }));

/** Every event of a config's stream. */
export const configCodec = eventCodec([caseConfigDefined, dualCaseConfigDefined]);

/** An event of a config's stream. */
export type ConfigEvent = EventOfCodec<typeof configCodec>;
