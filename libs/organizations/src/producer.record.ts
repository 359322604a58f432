import type { Scope } from '#http';

/** A service that gives commands by message, with what is needed to recognise it. */
export interface ProducerRecord {
  readonly producerId: string;
  /** The organization that it acts for, and no other. */
  readonly org: string;
  readonly scopes: ReadonlySet<Scope>;
  /** What it signs with. */
  readonly secret: string;
  readonly revoked: boolean;
}
