/** What the API answers, as far as the specs look at it. Written down anew here: it is what clients rely on. */
export interface CustomerCardBody {
  readonly id: number;
  readonly full_name: string | null;
  readonly external_id: string | null;
  readonly customer_type: string | null;
}

export interface CheckBody {
  readonly id: number;
  readonly check_type: string | null;
  readonly status: string;
  readonly outcome: string | null;
  readonly risk_score: number | null;
  readonly title: string | null;
  readonly note: string | null;
  readonly reasoning: readonly string[];
}

export interface CaseBody {
  readonly id: number;
  readonly external_id: string;
  readonly customer: CustomerCardBody;
  readonly outcome: string | null;
  readonly risk_score: number | null;
  readonly is_complete: boolean;
  readonly failed: boolean;
  readonly status: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly checks: readonly CheckBody[];
  readonly webhook_url: string | null;
  readonly metadata: Readonly<Record<string, unknown>> | null;
  readonly archived: boolean;
  readonly revision: number;
}

export interface HistoryEntryBody {
  readonly number: number;
  readonly source: 'case' | 'customer';
  readonly event: string;
  readonly occurred_at: string;
  readonly actor: string;
  readonly correlation_id: string;
  readonly changes: readonly { readonly field: string; readonly old: unknown; readonly new: unknown }[];
}

export interface PageBody<Item> {
  readonly count: number;
  readonly next: string | null;
  readonly previous: string | null;
  readonly results: readonly Item[];
}

/** The body of `POST /api/cases/`, as far as the specs use it. */
export interface NewCase {
  readonly customer?: { readonly external_id?: string; readonly full_name?: string; readonly customer_type?: string };
  readonly customer_id?: number;
  readonly external_id?: string;
  readonly checks?: readonly { readonly check_type: string }[];
  readonly auto_start?: boolean;
  readonly webhook_url?: string;
  readonly sync_platforms?: readonly { readonly domain: string; readonly id: string }[];
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly assignee?: string;
  readonly case_config?: string;
}

/** The body of `POST /api/checks/{id}/decide/`. */
export interface Decision {
  readonly outcome: 'ACCEPTED' | 'REJECTED' | 'PENDING';
  readonly risk_score?: number;
  readonly title?: string;
  readonly note?: string;
  readonly reasoning?: readonly string[];
}
