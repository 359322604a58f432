import type { Clock } from '#event-sourcing';
import { isSuccess, type OutboundHttp, type OutboundResponse, refused, unanswered } from '#outbound';
import type { CompletedCase } from '../completed-cases.js';
import {
  type AttemptRequest,
  type AttemptResult,
  type DeliveryChannel,
  impossible,
  type OutcomeRef,
  type PlannedDelivery,
  undelivered,
} from '../delivery.channel.js';
import { AccessTokens, TokenRefusedError } from './access-tokens.js';
import type { SalesforceConnection, SalesforceConnections } from './connections.js';
import { mapFields } from './field-mapping.js';

const API = '/services/data/v62.0/sobjects/Case/';

/** Answers of the 4xx class after which another attempt may do: sign in anew, be faster, come less often. */
const RETRIED = new Set([401, 408, 429]);

/** Writes outcomes to Case records in Salesforce: only to domains that a connection is configured for. */
export class SalesforceChannel implements DeliveryChannel {
  readonly name = 'salesforce' as const;
  private readonly tokens: AccessTokens;

  constructor(
    private readonly http: OutboundHttp,
    private readonly connections: SalesforceConnections,
    private readonly clock: Clock,
  ) {
    this.tokens = new AccessTokens(http, clock);
  }

  /** The case's records in Salesforce. Platforms other than Salesforce are the customer's own affair. */
  plan(outcome: OutcomeRef, { syncPlatforms }: Pick<CompletedCase, 'syncPlatforms'>): readonly PlannedDelivery[] {
    return syncPlatforms
      .map(({ domain, id }) => ({ domain: domain.toLowerCase(), id }))
      .filter(({ domain }) => domain.endsWith('.salesforce.com'))
      .map((platform) => {
        const connection = this.connections.get(platform.domain);
        const update = { ...outcome, channel: this.name, platform };
        if (connection === undefined) return { ...update, host: platform.domain, impossible: 'not_configured' };
        return { ...update, host: new URL(connection.instanceUrl).host };
      });
  }

  async attempt({ delivery: { platform }, completed, signal }: AttemptRequest): Promise<AttemptResult> {
    const connection = this.connections.get(platform?.domain ?? '');
    if (platform === undefined || connection === undefined) return impossible('not_configured');
    const url = `${connection.instanceUrl}${API}${encodeURIComponent(platform.id)}`;
    const body = JSON.stringify(mapFields(completed.document, connection.fields));
    try {
      const response = await this.patch(connection, url, body, signal);
      if (isSuccess(response.status)) return { delivered: true, status: response.status };
      const permanent = response.status >= 400 && response.status <= 499 && !RETRIED.has(response.status);
      return undelivered(refused(response, permanent, this.clock.now()));
    } catch (error) {
      if (!(error instanceof TokenRefusedError)) return undelivered(unanswered(error));
      const { response } = error;
      return undelivered({ ...refused(response, false, this.clock.now()), reason: `token_http_${response.status}` });
    }
  }

  /** Sends the update; once more with a fresh token when the cached one is not accepted. */
  private async patch(connection: SalesforceConnection, url: string, body: string, signal: AbortSignal): Promise<OutboundResponse> {
    const send = async (token: string): Promise<OutboundResponse> =>
      this.http.send({
        method: 'PATCH',
        url,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: 'application/json' },
        body,
        signal,
      });
    const token = await this.tokens.get(connection, signal);
    const response = await send(token);
    if (response.status !== 401) return response;
    await this.tokens.forget(connection, token);
    return send(await this.tokens.get(connection, signal));
  }
}
