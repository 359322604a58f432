import { type TargetName, TARGETS } from './targets.js';

/** Everything that a run may be about. */
export const PARTS = [...TARGETS, 'takeover', 'two-relays'] as const;
export type Part = (typeof PARTS)[number];

/** What is done in a run. */
export type Step =
  | { readonly kind: 'kill' | 'freeze'; readonly target: TargetName }
  | { readonly kind: 'takeover'; readonly rivals: 'projector' | 'relay' }
  | { readonly kind: 'two-relays' };

export interface PlanOptions {
  /** How often each is killed; what takes turns is tried as often, and two relays are started at once twice as often. */
  readonly rounds: number;
  readonly only: readonly Part[];
  /** The least that says something about each engine, in a few minutes. */
  readonly short: boolean;
}

const SHORT_KILLS: readonly TargetName[] = ['projector', 'relay', 'kafka', 'event-store'];
const SHORT_FREEZES: readonly TargetName[] = ['event-store'];

/** The steps of a run, in their order. */
export function planOf({ rounds, only, short }: PlanOptions): readonly Step[] {
  const times = <S extends Step>(count: number, step: S): S[] => Array.from({ length: count }, () => step);
  const faults = TARGETS.filter((target) => only.includes(target)).flatMap((target): Step[] => [
    ...(short && !SHORT_KILLS.includes(target) ? [] : times(rounds, { kind: 'kill', target })),
    ...(short && !SHORT_FREEZES.includes(target) ? [] : times(1, { kind: 'freeze', target })),
  ]);
  const takeovers = (['projector', 'relay'] as const).flatMap((rivals) => times(rounds, { kind: 'takeover', rivals }));
  return [
    ...faults,
    ...(only.includes('takeover') && !short ? takeovers : []),
    ...(only.includes('two-relays') && !short ? times(2 * rounds, { kind: 'two-relays' }) : []),
  ];
}
