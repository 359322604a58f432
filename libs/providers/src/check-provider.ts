import type { DecideCheckInput } from '#cases';
import type { CheckType } from '#check-types';
import type { JsonObject } from '#event-sourcing';
import type { AttemptFailure } from '#outbound';
import type { z } from 'zod';
import type { ProviderKind, ProviderOf } from './provider.settings.js';

/** What a provider may know of a check, its case and its customer: what it takes to carry the check out. */
export interface CheckQuestion {
  readonly org: string;
  /** The run's, the same in every attempt. */
  readonly runId: string;
  readonly check: { readonly id: number; readonly check_type: CheckType | null; readonly input_details: JsonObject | null };
  readonly case: { readonly id: number; readonly external_id: string };
  readonly customer: {
    readonly id: number;
    readonly external_id: string | null;
    readonly full_name: string | null;
    readonly customer_type: 'INDIVIDUAL' | 'COMPANY' | null;
    readonly input_details: JsonObject | null;
  };
}

/** Any JSON, as events' schemas have it. */
export type StoredJson = z.output<ReturnType<typeof z.json>>;

/** What came of asking a provider. */
export type ProviderAnswer =
  /** It has decided: what it said, whole, and what that means. */
  | { readonly kind: 'answered'; readonly answer: StoredJson; readonly decision: DecideCheckInput }
  /** It has taken the request, and answers within this time. */
  | { readonly kind: 'accepted'; readonly withinMs: number }
  | ({ readonly kind: 'failed' } & AttemptFailure);

/** An attempt that failed. */
export const failed = (failure: AttemptFailure): ProviderAnswer => ({ kind: 'failed', ...failure });

/** A way of carrying out checks. */
export interface CheckProvider<Kind extends ProviderKind> {
  /** Whose server is asked for this organization; attempts at one host take turns. */
  hostOf(settings: ProviderOf<Kind>, org: string): string;

  /** After how many failed attempts it is given up. */
  attemptsOf(settings: ProviderOf<Kind>): number;

  /**
   * Asks once; whatever the server or the network does is an answer.
   * @throws OutboundError of the kind `aborted`, when the signal came first: it is not known whether it was received.
   */
  ask(question: CheckQuestion, settings: ProviderOf<Kind>, signal: AbortSignal): Promise<ProviderAnswer>;
}

/** The kinds that nobody has to be asked for: a person or a service decides when it likes. */
export type WaitingKind = 'manual' | 'broker';

/** Every way of carrying out checks that asks somebody. */
export type CheckProviders = { readonly [Kind in Exclude<ProviderKind, WaitingKind>]: CheckProvider<Kind> };
