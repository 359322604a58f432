/**
 * The secrets that organizations' webhooks are signed with.
 *
 * A class without code, so that it can stand for itself where dependencies are injected.
 */
export abstract class WebhookSecrets {
  /** Every secret in force (`whsec_…`), the newest first: several while one is being changed. */
  abstract of(org: string): Promise<readonly string[]>;
}
