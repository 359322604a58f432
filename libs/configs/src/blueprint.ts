import type { CaseConfig, DualCaseConfig } from './config.state.js';

/** What a case is made by: the version of its config, and what that says of the case. */
export interface Blueprint extends Pick<CaseConfig, 'customer_type' | 'checks' | 'outcome_rules'> {
  /** The config that the case is made by, and its version. */
  readonly slug: string;
  readonly version: number;
  /** Where that is a dual config: the two that it names. */
  readonly dual: {
    /** Where the checks come from. */
    readonly kyb: { readonly slug: string; readonly version: number };
    /** By which the children are to be made. */
    readonly kyc: string;
  } | null;
}

/** @param dual the config that names this one as its `kyb`, for a case by that. */
export function blueprintOf(config: CaseConfig, dual?: DualCaseConfig): Blueprint {
  const { customer_type, checks, outcome_rules } = config;
  const { slug, version } = dual ?? config;
  return {
    slug,
    version,
    customer_type,
    checks,
    outcome_rules,
    dual: dual ? { kyb: { slug: config.slug, version: config.version }, kyc: dual.kyc } : null,
  };
}
