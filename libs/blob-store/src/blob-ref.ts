/** Who keeps some bytes. */
export interface BlobOwner {
  readonly org: string;
  /** What of the organization's they belong to, e.g. a document's id: digits, lower-case letters and hyphens. */
  readonly holder: string;
}

/** Bytes by what they are and whose they are. The same bytes of two holders are two blobs: each goes when its holder goes. */
export interface BlobRef extends BlobOwner {
  /** In hexadecimal. */
  readonly sha256: string;
}

const NAME = /^([a-z0-9-]{1,40})\/([0-9a-f]{64})\.([a-z0-9-]{1,64})$/;

/**
 * The name of a blob in every engine: `acme/<SHA-256>.17`. Changing this changes stored data.
 * @throws RangeError when a part cannot be one: nothing that a user says ever becomes a path.
 */
export function blobName({ org, sha256, holder }: BlobRef): string {
  const name = `${org}/${sha256}.${holder}`;
  if (!NAME.test(name)) throw new RangeError('This cannot be the name of a blob.');
  return name;
}

/** The blob that a name stands for; undefined for a name of something else. */
export function parseBlobName(name: string): BlobRef | undefined {
  const [, org, sha256, holder] = NAME.exec(name) ?? [];
  return org === undefined || sha256 === undefined || holder === undefined ? undefined : { org, sha256, holder };
}

/** @throws RangeError when nothing can be stored for such an owner. */
export function requireOwner(owner: BlobOwner): void {
  blobName({ ...owner, sha256: '0'.repeat(64) });
}
