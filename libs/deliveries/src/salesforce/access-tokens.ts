import type { Clock } from '#event-sourcing';
import type { OutboundHttp, OutboundResponse } from '#outbound';
import { z } from 'zod';
import type { SalesforceConnection } from './connections.js';

const tokenSchema = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive().optional() });

/** Salesforce does not say how long its tokens live; the shortest session that can be set there is 15 minutes. */
const DEFAULT_LIFE_SECONDS = 15 * 60;
/** A token this close to its end is not used any more. */
const MARGIN_SECONDS = 30;

/** The token endpoint gave no token. */
export class TokenRefusedError extends Error {
  override readonly name = 'TokenRefusedError';
  constructor(readonly response: OutboundResponse) {
    super(`The token endpoint answered ${response.status}.`);
  }
}

interface CachedToken {
  readonly value: Promise<string>;
  /** Milliseconds since the Unix epoch. */
  expiresAt: number;
}

/** Access tokens by the OAuth 2.0 client credentials grant, one for each connection, used until shortly before their end. */
export class AccessTokens {
  private readonly cache = new Map<SalesforceConnection, CachedToken>();

  constructor(private readonly http: OutboundHttp, private readonly clock: Clock) {}

  /**
   * A token, asked for once however many want it at the same time.
   * @throws TokenRefusedError
   * @throws OutboundError
   */
  async get(connection: SalesforceConnection, signal: AbortSignal): Promise<string> {
    const cached = this.cache.get(connection);
    if (cached !== undefined && cached.expiresAt > this.clock.now()) return cached.value;
    const asked: CachedToken = { value: this.ask(connection, signal, (at) => (asked.expiresAt = at)), expiresAt: Infinity };
    this.cache.set(connection, asked);
    try {
      return await asked.value;
    } catch (error) {
      if (this.cache.get(connection) === asked) this.cache.delete(connection);
      throw error;
    }
  }

  /** The token was not accepted: the next one to ask gets a fresh one. */
  async forget(connection: SalesforceConnection, token: string): Promise<void> {
    const cached = this.cache.get(connection);
    if (cached !== undefined && (await cached.value.catch(() => undefined)) === token) this.cache.delete(connection);
  }

  private async ask(connection: SalesforceConnection, signal: AbortSignal, expireAt: (at: number) => void): Promise<string> {
    const { tokenUrl, clientId, clientSecret } = connection;
    const response = await this.http.send({
      method: 'POST',
      url: tokenUrl,
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret }).toString(),
      signal,
    });
    const token = response.status === 200 ? tokenSchema.safeParse(parseJson(response.body)).data : undefined;
    if (token === undefined) throw new TokenRefusedError(response);
    expireAt(this.clock.now() + ((token.expires_in ?? DEFAULT_LIFE_SECONDS) - MARGIN_SECONDS) * 1_000);
    return token.access_token;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
