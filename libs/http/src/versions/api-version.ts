import { invalidField } from '#event-sourcing';

/** The versions of the API: "cookie", "OAuth" and "newest" of the contract, section 1. They are in events: changing one changes stored data. */
export const API_VERSIONS = [1, 2, 3] as const;

/** A version of the API. */
export type ApiVersion = (typeof API_VERSIONS)[number];

/** The version of whoever says nothing, and of everything that is shown without a client: histories, the command line. */
export const NEWEST_VERSION: ApiVersion = 3;

/** What a cookie session speaks that asks for no other version: only clients of the first generation log in by cookie. */
const SESSION_VERSION: ApiVersion = 1;

/** The header that asks for a version, and that says in every answer which one it was. */
export const VERSION_HEADER = 'casetrail-version';

/** Something for each version. */
export type ByVersion<Thing> = Readonly<Record<ApiVersion, Thing>>;

/** Makes something for each version. */
export const eachVersion = <Thing>(make: (version: ApiVersion) => Thing): ByVersion<Thing> => ({ 1: make(1), 2: make(2), 3: make(3) });

/**
 * The version that a text names; undefined where there is none.
 *
 * @param field where it was said, for the error.
 * @throws DomainError `invalid` for a version that is not served.
 */
export function parseVersion(text: string | readonly string[] | undefined, field = 'Casetrail-Version'): ApiVersion | undefined {
  if (text === undefined) return undefined;
  const version = API_VERSIONS.find((served) => String(served) === text);
  if (version !== undefined) return version;
  throw invalidField(field, 'unknown_version', `This version is not served. Served: ${API_VERSIONS.join(', ')}.`);
}

/** Who asks, as far as it says something about the version. */
export interface VersionOwner {
  /** The version pinned on the OAuth client. */
  readonly pinned?: ApiVersion | undefined;
  readonly via: 'token' | 'session';
}

/** The version of a request: what it asks for, else what is pinned on its client, else that of its way to log in. */
export const versionOf = (asked: ApiVersion | undefined, { pinned, via }: VersionOwner): ApiVersion =>
  asked ?? pinned ?? (via === 'session' ? SESSION_VERSION : NEWEST_VERSION);
