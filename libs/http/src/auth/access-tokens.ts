import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { importJWK, jwtVerify, type JWTPayload, SignJWT } from 'jose';
import { Clock, Ids } from '#event-sourcing';
import { MasterKey, type PublicJwk, Settings, signingKey } from '#platform';
import { invalidToken } from '../errors/access-error.js';
import { type ClientRecord } from './client-directory.js';
import { LruCache } from './lru-cache.js';
import { isScope, type Scope } from './scopes.js';

/** Seconds that an access token lives. */
export const TOKEN_LIFE = 15 * 60;

/** What a verified token says. */
export interface TokenClaims {
  readonly org: string;
  readonly clientId: string;
  readonly scopes: ReadonlySet<Scope>;
  /** Milliseconds since the Unix epoch. */
  readonly expiresAt: number;
}

/** Makes and verifies access tokens: RFC 9068 JWTs, signed ES256 with the key of the installation. */
@Injectable()
export class AccessTokens {
  /** The key that others verify tokens with. */
  readonly publicJwk: PublicJwk;
  private readonly issuer: string;
  private readonly signer: ReturnType<typeof importJWK>;
  private readonly verifier: ReturnType<typeof importJWK>;
  /** A signature costs more to verify than a case to create, so a token is verified once; by digest, so none is kept. */
  private readonly verified = new LruCache<string, TokenClaims>(10_000);

  constructor(
    masterKey: MasterKey,
    settings: Settings,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {
    const key = signingKey(masterKey);
    this.publicJwk = key.publicJwk;
    this.issuer = settings.issuer;
    this.signer = importJWK(key.privateJwk, 'ES256');
    this.verifier = importJWK(key.publicJwk, 'ES256');
  }

  async issue(client: ClientRecord, scopes: readonly Scope[]): Promise<string> {
    const now = Math.floor(this.clock.now() / 1000);
    return new SignJWT({ client_id: client.clientId, org: client.org, scope: scopes.join(' ') })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: this.publicJwk.kid })
      .setIssuer(this.issuer)
      .setAudience(this.issuer)
      .setSubject(client.clientId)
      .setIssuedAt(now)
      .setExpirationTime(now + TOKEN_LIFE)
      .setJti(this.ids.uuid())
      .sign(await this.signer);
  }

  /**
   * What the token says; at once when it was seen before. Whether its client still exists is for the caller to ask.
   * @throws AccessError (or rejects with it) when it is not a token of ours, or expired.
   */
  verify(token: string): TokenClaims | Promise<TokenClaims> {
    const digest = hash('sha256', token, 'base64');
    const known = this.verified.get(digest);
    if (!known) return this.verifySignature(token, digest);
    if (known.expiresAt > this.clock.now()) return known;
    this.verified.delete(digest);
    throw invalidToken();
  }

  private async verifySignature(token: string, digest: string): Promise<TokenClaims> {
    const claims = await jwtVerify(token, await this.verifier, {
      algorithms: ['ES256'],
      typ: 'at+jwt',
      issuer: this.issuer,
      audience: this.issuer,
      requiredClaims: ['exp', 'sub', 'client_id', 'org', 'scope'],
      currentDate: new Date(this.clock.now()),
    }).then(
      ({ payload }) => toClaims(payload),
      () => {
        throw invalidToken();
      },
    );
    this.verified.set(digest, claims);
    return claims;
  }
}

const toClaims = (payload: JWTPayload): TokenClaims => ({
  org: String(payload.org),
  clientId: String(payload.client_id),
  scopes: new Set(String(payload.scope).split(' ').filter(isScope)),
  expiresAt: (payload.exp ?? 0) * 1000,
});
