import { expect } from '@jest/globals';
import type { CaseBody, CheckBody } from './api-bodies.js';
import { type CheckProviderStandIn, decision, type ReceivedCheck, startCheckProvider } from './check-provider.js';
import { eventually } from './eventually.js';
import { Service } from './service.js';

/** A service whose checks are carried out by providers: two stand-ins for services of the organization's own, and whatever a spec adds. */
export class ProviderScene {
  private constructor(
    readonly service: Service,
    /** `screening`: has 2 s to answer, is asked three times, and has 3 s for a callback. */
    readonly screening: CheckProviderStandIn,
    /** `slow`: has a minute, and is asked once. */
    readonly slow: CheckProviderStandIn,
  ) {}

  static async started(): Promise<ProviderScene> {
    const [service, screening, slow] = await Promise.all([Service.started(), startCheckProvider(), startCheckProvider()]);
    return new ProviderScene(service, screening, slow);
  }

  /** Says who carries out which checks: the stand-ins IDV and WEB_PRESENCE, and what is named here. */
  async setProviders(providers: object = {}, check_types: object = {}): Promise<void> {
    const json = {
      providers: {
        screening: { kind: 'http', url: `${this.screening.url}/checks`, timeout_seconds: 2, attempts: 3, callback_seconds: 3 },
        slow: { kind: 'http', url: `${this.slow.url}/checks`, timeout_seconds: 60, attempts: 1 },
        ...providers,
      },
      check_types: { IDV: 'screening', WEB_PRESENCE: 'slow', ...check_types },
    };
    const { status, body } = await this.service.api.request('PUT', '/api/providers/', { json });
    expect({ status, body }).toMatchObject({ status: 200 });
    const { secrets } = body as { readonly secrets: Readonly<Record<string, string>> };
    this.screening.secret = secrets.screening!;
    this.slow.secret = secrets.slow!;
  }

  /** From now on both services accept whatever they are asked. */
  answerAll(): void {
    for (const standIn of [this.screening, this.slow]) standIn.reply = async () => decision('ACCEPTED');
  }

  open(types: readonly string[], full_name = 'Ada Lovelace'): Promise<CaseBody> {
    return this.service.api.createCase({ customer: { full_name, customer_type: 'INDIVIDUAL' }, checks: types.map((check_type) => ({ check_type })) });
  }

  completed(id: number): Promise<CaseBody> {
    return eventually(async () => {
      const body = await this.service.api.getCase(id);
      expect(body).toMatchObject({ is_complete: true });
      return body;
    }, { withinMs: 60_000 });
  }

  /** How often something was decided about the checks of a case. */
  async decisions(id: number): Promise<readonly string[]> {
    return (await this.service.api.history(id)).map(({ event }) => event).filter((event) => event === 'check-decided' || event === 'check-failed');
  }

  /** Resolves when a service has been asked about a check. */
  async asked(standIn: CheckProviderStandIn, check: { readonly id: number }): Promise<ReceivedCheck> {
    return eventually(() => {
      const [request] = askedAbout(standIn, check);
      expect(request).toBeDefined();
      return request!;
    });
  }

  async close(): Promise<void> {
    await Promise.all([this.service.dispose(), this.screening.close(), this.slow.close()]);
  }
}

/** What a service was asked about a check. */
export const askedAbout = (standIn: CheckProviderStandIn, { id }: { readonly id: number }): readonly ReceivedCheck[] =>
  standIn.received.filter(({ json }) => json.check.id === id);

/** The first check of a type. */
export const checkOf = (body: CaseBody, type: string): CheckBody => body.checks.find(({ check_type }) => check_type === type)!;
