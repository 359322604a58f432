import { CustomerReader } from '#customers';
import { type LinkTarget, LinkTargets } from '#documents';
import { CommandRunner } from '#event-sourcing';
import { Injectable } from '@nestjs/common';
import { caseLine } from './case.line.js';
import { caseAggregate, type CaseState, caseStream } from './case.state.js';
import { caseIdOfCheck } from './check-ids.js';

/** Cases, checks and customers, as documents are linked to them. */
@Injectable()
export class CaseLinkTargets implements LinkTargets {
  constructor(
    private readonly runner: CommandRunner,
    private readonly customers: CustomerReader,
  ) {}

  async customerOf(org: string, { kind, id }: LinkTarget): Promise<number | undefined> {
    switch (kind) {
      case 'customer':
        return (await this.customers.get(org, id))?.id;
      case 'case':
        return (await this.caseOf(org, id))?.customer_id;
      case 'check': {
        const state = await this.caseOf(org, caseIdOfCheck(id));
        return state?.checks.some((check) => check.id === id) === true ? state.customer_id : undefined;
      }
    }
  }

  /**
   * A document belongs to what was made with it for as long as the document is there, also when that is no more: until it goes as well,
   * or because there is a case in the place of its case, which has its documents.
   */
  async made(org: string, { kind, id }: LinkTarget, documentId: number): Promise<'with' | 'without' | undefined> {
    // Customers are never made with documents.
    if (kind === 'customer') return 'without';
    const { state: line, revision } = await this.runner.read(caseLine, caseStream(org, kind === 'case' ? id : caseIdOfCheck(id)));
    if (line.document_ids.includes(documentId)) return 'with';
    const isThere = kind === 'case' ? revision >= 0 : line.check_ids.includes(id);
    return isThere ? 'without' : undefined;
  }

  private async caseOf(org: string, id: number): Promise<CaseState | undefined> {
    return (await this.runner.read(caseAggregate, caseStream(org, id))).state;
  }
}
