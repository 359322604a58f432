/** Who holds a lease: the value of one register. */
export interface Lease {
  /** Undefined while nobody does. */
  readonly holder?: string;
  /** The number of the term; each is higher than those before. */
  readonly token: number;
  /** Counts the renewals of the term, so that each of them changes the value. */
  readonly beat: number;
}

/** The register's key; changing it changes stored data. */
export const leaseRegister = (name: string): string => `lease.${name}`;

/** The register's value, read. JSON; changing its shape changes stored data. */
export const parseLease = (text: string | undefined): Lease =>
  text === undefined ? { token: 0, beat: 0 } : (JSON.parse(text) as Lease);

/** The first value of the next term. */
export const takenBy = (holder: string, { token }: Lease): Lease => ({ holder, token: token + 1, beat: 0 });

/** The next value of the same term. */
export const renewed = (lease: Lease): Lease => ({ ...lease, beat: lease.beat + 1 });

/** Whether both are of one term. */
export const heldBy = (found: Lease, held: Lease): boolean => found.holder === held.holder && found.token === held.token;
