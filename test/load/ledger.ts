/**
 * What a request asks for. `key` is a text that no other intent has: it goes into the metadata of the case, the note of
 * the decision or the reason, so that its effect can be found again, however often it was asked for.
 */
export type Intent =
  | {
      readonly kind: 'create';
      readonly key: string;
      readonly externalId?: string;
      readonly customer: { readonly external_id: string; readonly full_name: string };
      readonly checkTypes: readonly string[];
      readonly autoStart: boolean;
      readonly webhookUrl?: string;
    }
  | { readonly kind: 'start'; readonly key: string; readonly caseId: number }
  | {
      readonly kind: 'decide';
      readonly key: string;
      readonly caseId: number;
      readonly checkId: number;
      readonly outcome: 'ACCEPTED' | 'REJECTED' | 'PENDING';
      readonly riskScore: number;
    }
  | { readonly kind: 'skip' | 'fail'; readonly key: string; readonly caseId: number; readonly checkId: number };

/** An intent of one kind. */
export type IntentOf<Kind extends Intent['kind']> = Extract<Intent, { kind: Kind }>;

/** The part of an answer that is checked afterwards. */
export interface LedgerAnswer {
  readonly status: number;
  /** Of an acknowledged creation: what the client was told. */
  readonly created?: { readonly caseId: number; readonly customerId: number; readonly externalId: string; readonly revision: number };
}

/** A request that was sent. */
export interface LedgerEntry {
  /** Also the correlation id of every event that it led to. */
  readonly requestId: string;
  readonly intent: Intent;
  /** Undefined when it never came: the request may have been carried out or not. */
  readonly answer?: LedgerAnswer;
}

/** What the clients saw: kept outside the service, so that no crash of it takes anything away. */
export class Ledger {
  readonly entries: LedgerEntry[] = [];
  /** Answers to reads that showed less than what had been acknowledged before. */
  readonly staleReads: string[] = [];
  /** Answers that no request of these clients should ever get. */
  readonly oddAnswers: string[] = [];
  /** Ends of the service that nobody brought about. */
  readonly oddEndings: string[] = [];
}

export const isAcknowledged = ({ answer }: LedgerEntry): boolean => answer !== undefined && answer.status >= 200 && answer.status <= 299;
export const isRefused = ({ answer }: LedgerEntry): boolean => answer !== undefined && answer.status >= 400 && answer.status <= 499;
