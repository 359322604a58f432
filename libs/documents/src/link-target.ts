import { z } from 'zod';

/** What a document can belong to. Stored: changing this changes stored data. */
export const linkTarget = z.object({ kind: z.enum(['case', 'check', 'customer']), id: z.int().positive() });

/** What a document can belong to, by its id in the organization. */
export type LinkTarget = z.output<typeof linkTarget>;

/** Whether two are the same thing. */
export const isSameTarget = (one: LinkTarget, other: LinkTarget): boolean => one.kind === other.kind && one.id === other.id;

/**
 * Knows the things that documents belong to, as they are at this moment. A port: whoever has cases and checks stands behind it.
 *
 * A class without code, so that it can stand for itself where dependencies are injected.
 */
export abstract class LinkTargets {
  /** The customer whom the thing is about; undefined when the organization has no such thing. */
  abstract customerOf(org: string, target: LinkTarget): Promise<number | undefined>;

  /** Whether the thing was made with this document or without it, also when it is no more; undefined when it was never made. */
  abstract made(org: string, target: LinkTarget, documentId: number): Promise<'with' | 'without' | undefined>;
}
