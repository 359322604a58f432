import type { CaseDocument, CaseOrCustomerEvent } from '#cases';
import { counted, printable } from '../text/printable.js';

/** What is known of a case around an event. */
export interface Surroundings {
  readonly before: CaseDocument | undefined;
  readonly after: CaseDocument;
}

/** What happened, in plain words and one line. */
export function describeEvent(event: CaseOrCustomerEvent, { before, after }: Surroundings): string {
  switch (event.type) {
    case 'customer-created':
      return `Customer ${event.data.customer_id} became known`;
    case 'customer-updated':
      return `Customer ${event.data.customer_id} changed`;
    case 'customer-deleted':
      return `Customer ${event.data.customer_id} deleted: kept for as long as it may be`;
    case 'case-created':
      return `Case opened for customer ${event.data.customer_id} ${withChecks(after)}${byConfig(event.data)}`;
    case 'case-started':
      return 'Case started';
    case 'check-added':
      return `${check(after, event.data.check.check_id)} added`;
    case 'check-requested':
      return `${check(after, event.data.check_id)} waits for a decision`;
    case 'check-decided':
      return `${check(after, event.data.check_id)} decided${wasDecided(before, event.data.check_id) ? ' anew' : ''}: ${result(event.data)}`;
    case 'check-skipped':
      return `${check(after, event.data.check_id)} skipped: ${printable(event.data.reason)}`;
    case 'check-failed':
      return `${check(after, event.data.check_id)} failed: ${printable(event.data.reason)}`;
    case 'case-updated': {
      const { customer_id: _, ...changes } = event.data;
      return `Case changed: ${Object.keys(changes).join(', ')}`;
    }
    case 'case-assigned':
      return event.data.assignee === null ? 'Case assigned to nobody' : `Case assigned to ${printable(event.data.assignee)}`;
    case 'note-added':
      return `Noted: ${printable(event.data.note)}`;
    case 'case-decided':
      return `Case decided${before?.decision ? ' anew' : ''}: ${result(event.data)}: ${printable(event.data.note)}`;
    case 'case-rescued':
      return 'Case rescued: nothing had happened for too long';
    case 'case-completed':
      return `Case completed: ${result(event.data)}`;
    case 'case-outcome-changed':
      return `Outcome of the case changed: ${result(event.data)}`;
    case 'outcome-submitted':
      return `Outcome of #${event.data.case_revision} left the service and was taken`;
    case 'platform-sync-recorded': {
      const { domain, id, case_revision: revision, synced, reason } = event.data;
      const where = `${printable(id)} at ${printable(domain)}`;
      return synced
        ? `Outcome of #${revision} written to ${where}`
        : `Outcome of #${revision} not written to ${where}: ${printable(reason ?? 'no reason given')}`;
    }
    case 'case-archived':
      return `Case archived: case ${event.data.successor_id} takes its place`;
    case 'child-cases-planned': {
      const { children, case_config: config } = event.data;
      return `${counted(children.length, 'case')} for shareholders planned by config ${config.slug}, version ${config.version}: ${children.map(({ case_id }) => case_id).join(', ')}`;
    }
    case 'child-case-completed':
      return `Case ${event.data.case_id} of a shareholder completed`;
    case 'check-deleted':
      return `${check(after, event.data.check_id)} deleted: kept for as long as it may be`;
    case 'case-deleted':
      return 'Case deleted: kept for as long as it may be';
  }
}

/** `ACCEPTED, risk 0.10`. */
export const result = ({ outcome, risk_score: risk }: { readonly outcome: string | null; readonly risk_score: number | null }): string =>
  `${outcome ?? 'no outcome'}${risk === null ? '' : `, risk ${formatRisk(risk)}`}`;

/** Two digits after the point, or as many as there are. */
export const formatRisk = (risk: number): string => {
  const exact = String(risk);
  const short = risk.toFixed(2);
  return Number(short) === risk ? short : exact;
};

function withChecks({ checks }: CaseDocument): string {
  if (checks.length === 0) return 'without checks';
  return `with ${counted(checks.length, 'check')}: ${checks.map(named).join(', ')}`;
}

const byConfig = ({ case_config: slug, pinned_config: config }: Pick<CaseDocument, 'case_config' | 'pinned_config'>): string =>
  slug === null || !config ? '' : `, by config ${printable(slug)}, version ${config.version}`;

const check = ({ checks }: CaseDocument, id: number): string => {
  const found = checks.find((each) => each.id === id);
  return `Check ${found ? named(found) : id}`;
};

const named = ({ id, check_type: type }: CaseDocument['checks'][number]): string => (type === null ? String(id) : `${id} (${type})`);

const wasDecided = (before: CaseDocument | undefined, checkId: number): boolean =>
  before?.checks.find(({ id }) => id === checkId)?.outcome != null;
