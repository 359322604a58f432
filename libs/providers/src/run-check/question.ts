import type { CaseState } from '#cases';
import type { CustomerState } from '#customers';
import type { CheckQuestion } from '../check-provider.js';
import type { CheckRun } from '../check-run.state.js';

/** What a provider gets to know: the check and what identifies the customer, nothing else of the case. */
export function questionOf(run: CheckRun, caseState: CaseState, customer: CustomerState): CheckQuestion | undefined {
  const check = caseState.checks.find(({ id }) => id === run.checkId);
  return (
    check && {
      org: run.org,
      runId: run.id,
      check: { id: check.id, check_type: check.check_type, input_details: check.input_details },
      case: { id: caseState.id, external_id: caseState.external_id },
      customer: {
        id: customer.id,
        external_id: customer.external_id,
        full_name: customer.full_name,
        customer_type: customer.customer_type,
        input_details: customer.input_details,
      },
    }
  );
}
