import type { z } from 'zod';
import type { configSchema } from './config.schema.js';
import type { Config } from './config.state.js';

/** A config in the API's answers. */
export type ConfigBody = z.output<typeof configSchema>;

/** A version of a config in the API's answers, with its fields in the contract's order. */
export function presentConfig(config: Config): ConfigBody {
  const { slug, name, version, created_at, updated_at } = config;
  if (config.kind === 'dual') return { slug, name, kyb: config.kyb, kyc: config.kyc, version, created_at, updated_at };
  const { customer_type, checks, outcome_rules, checklist, sla_hours } = config;
  return { slug, name, customer_type, checks, outcome_rules, checklist, sla_hours, version, created_at, updated_at };
}
