import { CustomerReader } from '#customers';
import { type LinkTarget, LinkTargets } from '#documents';
import { CommandRunner } from '#event-sourcing';
import { Injectable } from '@nestjs/common';
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

  async made(org: string, target: LinkTarget, documentId: number): Promise<'with' | 'without' | undefined> {
    const documents = await this.documentsOf(org, target);
    return documents && (documents.includes(documentId) ? 'with' : 'without');
  }

  /** The documents with which a thing was made; undefined when it is not there. Customers are never made with documents. */
  private async documentsOf(org: string, { kind, id }: LinkTarget): Promise<readonly number[] | undefined> {
    switch (kind) {
      case 'customer':
        return [];
      case 'check':
        return (await this.caseOf(org, caseIdOfCheck(id)))?.checks.find((check) => check.id === id)?.document_ids;
      case 'case':
        return (await this.caseOf(org, id))?.document_ids;
    }
  }

  private async caseOf(org: string, id: number): Promise<CaseState | undefined> {
    return (await this.runner.read(caseAggregate, caseStream(org, id))).state;
  }
}
