import fc from 'fast-check';
import type { BuildWriterLimits } from '../build-writer.js';

/** Something that happens between two calls of a projector. */
export type Disturbance =
  | { readonly kind: 'dies-before' | 'dies-after' | 'backup' }
  /** The store goes back to one of its backups; 0 is the newest. */
  | { readonly kind: 'restore'; readonly age: number }
  /** A second projector goes on for so many calls from where it stands still, or begins anew if it died there. */
  | { readonly kind: 'rival'; readonly calls: number; readonly died: boolean };

/** One way in which things may go while a projection grows. */
export interface Course {
  readonly batchSizes: readonly number[];
  readonly limits: BuildWriterLimits;
  /** What happens, and after how many calls that went through. */
  readonly disturbances: readonly { readonly after: number; readonly disturbance: Disturbance }[];
}

/** Whether nothing but crashes happens. */
export const crashesOnly = ({ disturbances }: Course): boolean =>
  disturbances.every(({ disturbance: { kind } }) => kind === 'dies-before' || kind === 'dies-after');

const crash: fc.Arbitrary<Disturbance> = fc.record({ kind: fc.constantFrom('dies-before' as const, 'dies-after' as const) });

const disturbance: fc.Arbitrary<Disturbance> = fc.oneof(
  crash,
  fc.record({ kind: fc.constant('backup' as const) }),
  fc.record({ kind: fc.constant('restore' as const), age: fc.oneof(fc.constant(0), fc.nat(8)) }),
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('rival' as const), calls: fc.integer({ min: 1, max: 30 }), died: fc.boolean() }) },
);

// What is dangerous is what happens in the same batch, so most disturbances come soon after each other.
const happeningAt = (what: fc.Arbitrary<Disturbance>): fc.Arbitrary<Course['disturbances']> =>
  fc.array(fc.record({ after: fc.oneof(fc.nat(4), fc.nat(25)), disturbance: what }), { maxLength: 12 });

/** Random courses; a third of them knows nothing but crashes. */
export const courses: fc.Arbitrary<Course> = fc.record({
  batchSizes: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 8 }),
  limits: fc.record({ unwritten: fc.integer({ min: 1, max: 8 }), kept: fc.nat(8) }),
  disturbances: fc.oneof({ weight: 2, arbitrary: happeningAt(disturbance) }, happeningAt(crash)),
});
