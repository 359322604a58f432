import type { CaseConfig } from './config.state.js';
import type { ConfigEvent } from './config.events.js';
import type { ConfigInput } from './config.input.js';

/** The event by which there is a version of a config, with everything that was left out said. */
export function configDefined(slug: string, version: number, input: ConfigInput): ConfigEvent {
  const named = { slug, version, name: input.name };
  if ('kyb' in input) return { type: 'dual-case-config-defined', data: { ...named, kyb: input.kyb, kyc: input.kyc } };
  return {
    type: 'case-config-defined',
    data: {
      ...named,
      customer_type: input.customer_type ?? null,
      checks: input.checks.map(({ check_type, input_details, provider, required }) => ({
        check_type,
        input_details: input_details ?? null,
        provider: provider ?? null,
        required,
      })),
      outcome_rules: rulesOf(input.outcome_rules),
      checklist: input.checklist ?? [],
      sla_hours: input.sla_hours ?? null,
    },
  };
}

type RulesInput = Extract<ConfigInput, { checks: unknown }>['outcome_rules'];

const rulesOf = (rules: RulesInput): CaseConfig['outcome_rules'] =>
  rules == null
    ? null
    : {
        accept_below: rules.accept_below ?? null,
        review_at_or_above: rules.review_at_or_above ?? null,
        reject_at_or_above: rules.reject_at_or_above ?? null,
      };
