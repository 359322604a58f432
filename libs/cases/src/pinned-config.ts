import type { Blueprint } from '#configs';

/** What a case keeps of its config, for ever. */
export const pinnedConfig = ({ version, outcome_rules, dual }: Blueprint) => ({ version, outcome_rules, dual });
