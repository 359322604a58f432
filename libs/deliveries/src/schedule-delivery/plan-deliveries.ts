import type { CompletedCase } from '../completed-cases.js';
import type { ScheduleDelivery } from './schedule-delivery.js';

/** A case's outcome, as of a revision of the case. */
export interface OutcomeRef {
  readonly caseId: number;
  readonly caseRevision: number;
}

/**
 * Everybody who is to learn of an outcome: the case's webhook, and its records in Salesforce. Platforms other than
 * Salesforce are the customer's own affair.
 *
 * @param hostOf the host that a Salesforce domain is reached at; undefined when no connection is configured for it.
 */
export function planDeliveries(
  outcome: OutcomeRef,
  { webhookUrl, syncPlatforms }: Pick<CompletedCase, 'webhookUrl' | 'syncPlatforms'>,
  hostOf: (domain: string) => string | undefined,
): readonly ScheduleDelivery[] {
  const webhooks = webhookUrl === null ? [] : [{ ...outcome, channel: 'webhook' as const, host: URL.parse(webhookUrl)?.host ?? '' }];
  const updates = syncPlatforms
    .map(({ domain, id }) => ({ domain: domain.toLowerCase(), id }))
    .filter(({ domain }) => domain.endsWith('.salesforce.com'))
    .map((platform) => {
      const host = hostOf(platform.domain);
      const update = { ...outcome, channel: 'salesforce' as const, platform, host: host ?? platform.domain };
      return host === undefined ? { ...update, impossible: 'not_configured' } : update;
    });
  return [...webhooks, ...updates];
}
