/** What a crash must never do. */
export const RULES = {
  lost: 'acknowledged writes lost',
  twice: 'writes applied twice',
  unasked: 'writes that nobody asked for',
  gap: 'gaps and disorder in the log',
  stale: 'reads that showed less than was acknowledged',
  webhook: 'webhooks missing or wrong',
  readModel: 'documents that differ from a rebuild',
  service: 'answers and endings that should not be',
} as const;

export type Rule = keyof typeof RULES;

/** Something that a crash did all the same. */
export interface Violation {
  readonly rule: Rule;
  readonly what: string;
}

/** Makes violations of one rule. */
export const violationsOf =
  (rule: Rule) =>
  (whats: Iterable<string>): Violation[] =>
    [...whats].map((what) => ({ rule, what }));
