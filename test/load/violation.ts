/** What must not happen, whatever is killed or frozen. */
export const RULES = {
  lost: 'acknowledged writes lost',
  twice: 'writes applied twice',
  unasked: 'writes that nobody asked for',
  gap: 'gaps and disorder in the log',
  stale: 'reads that showed less than was acknowledged',
  webhook: 'webhooks missing or wrong',
  readModel: 'documents that differ from a rebuild',
  service: 'answers and endings that should not be',
  unpublished: 'events missing on the topic',
  disorder: 'messages out of order',
  duplicate: 'messages that readers see twice',
  unavailable: 'answers late or wrong while the store is frozen',
  recovery: 'recoveries that took too long',
} as const;

export type Rule = keyof typeof RULES;

/** Something that happened all the same. */
export interface Violation {
  readonly rule: Rule;
  readonly what: string;
}

/** Makes violations of one rule. */
export const violationsOf =
  (rule: Rule) =>
  (whats: Iterable<string>): Violation[] =>
    [...whats].map((what) => ({ rule, what }));
