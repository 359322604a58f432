import { caseAggregate, type CaseEvent, caseStream, decideDeleteCase } from '#cases';
import { aCase } from '#cases/testing';
import { customerAggregate, customerStream } from '#customers';
import { aCustomer } from '#customers/testing';
import { documentAggregate, type DocumentEvent, documentStream, type LinkTarget } from '#documents';
import { type Aggregate, type CommandContext, CommandRunner, type DomainEvent, isoTime, type Projection, type RecordedEvent } from '#event-sourcing';
import { InMemoryEventStore, project } from '#event-sourcing/testing';
import { carryOut } from '../carry-out.js';
import { retentionProjection } from '../retention.projection.js';
import type { Retained } from '../retained.js';

type Created = Extract<CaseEvent, { type: 'case-created' }>;

/** Customers, cases of one check each, and documents, on a log of their own, with a clock that stands still until it is moved. */
export class KeptWorld {
  readonly store = new InMemoryEventStore();
  readonly runner = new CommandRunner(this.store);
  now = Date.parse('2026-01-02T03:04:05.678Z');
  private commands = 0;

  log(): Promise<readonly RecordedEvent[]> {
    return this.store.readAll({ limit: 10_000 });
  }

  async addCustomer(id: number, delete_after: number): Promise<void> {
    await this.append(customerAggregate, customerStream('acme', id), aCustomer.created({ customer_id: id, external_id: null, delete_after }));
  }

  /** A case that waits for its check. */
  async addCase(id: number, customer_id: number, days: { readonly case: number; readonly check: number }, document_ids: number[] = []): Promise<void> {
    const created = aCase.created(1) as Created;
    const checks = created.data.checks.map((check) => ({ ...check, check_id: this.checkOf(id), delete_after: days.check }));
    const data = { ...created.data, case_id: id, customer_id, external_id: `loan-${id}`, delete_after: days.case, checks, document_ids };
    await this.append(caseAggregate, caseStream('acme', id), { ...created, data }, { type: 'case-started', data: {} });
  }

  checkOf(caseId: number): number {
    return caseId * 128;
  }

  async complete(id: number): Promise<void> {
    const skipped: CaseEvent = { type: 'check-skipped', data: { customer_id: 5, check_id: this.checkOf(id), reason: 'not needed' } };
    await this.append(caseAggregate, caseStream('acme', id), skipped, aCase.completed(null));
  }

  async update(id: number, delete_after: number): Promise<void> {
    await this.append(caseAggregate, caseStream('acme', id), aCase.updated({ delete_after }));
  }

  async restart(id: number, successorId: number, customerId: number): Promise<void> {
    await this.append(caseAggregate, caseStream('acme', id), aCase.archived(successorId));
    await this.addCase(successorId, customerId, { case: -1, check: -1 });
  }

  async upload(id: number, linked_to: LinkTarget | null, delete_after: number): Promise<void> {
    await this.append(documentAggregate, documentStream('acme', id), {
      type: 'document-uploaded',
      data: { document_id: id, customer_id: null, original_name: 'a.pdf', content_type: 'application/pdf', size: 1, sha256: 'ab'.repeat(32), linked_to, delete_after },
    } satisfies DocumentEvent);
  }

  async claim(id: number, linked_to: LinkTarget): Promise<void> {
    await this.append(documentAggregate, documentStream('acme', id), { type: 'document-claimed', data: { customer_id: 5, linked_to } });
  }

  /**
   * Carries out what is due, as a process does that has just been started.
   * @param behind by how many events the read model is behind. With any, customers wait, as they do in life.
   */
  async retain(behind = 0): Promise<void> {
    const log = await this.log();
    const entries = Object.values(project(retentionProjection as unknown as Projection, log.slice(0, log.length - behind)).retention ?? {}) as unknown as readonly Retained[];
    for (const entry of entries) {
      const isDue = entry.due_at !== null && entry.due_at <= isoTime(this.now);
      if (isDue && (behind === 0 || entry.kind !== 'customer')) await carryOut(entry, this.runner, this.now);
    }
  }

  /** What is there of a kind. */
  async exists(kind: 'case' | 'customer' | 'document', id: number): Promise<boolean> {
    const [last] = await this.store.readStream(`${kind}-acme.${id}`, { direction: 'backwards', limit: 1 });
    return last !== undefined && last.type !== `${kind}-deleted`;
  }

  /** A case is deleted between two looks at what is due. */
  async deleteCaseMeanwhile(id: number): Promise<void> {
    await this.runner.run(caseAggregate, caseStream('acme', id), (state) => decideDeleteCase({ now: this.now }, state), this.context());
  }

  private async append<State, Event extends DomainEvent>(aggregate: Aggregate<State, Event>, stream: string, ...events: Event[]): Promise<void> {
    await this.runner.run(aggregate, stream, () => events, this.context());
  }

  private context(): CommandContext {
    const commandId = `command-${++this.commands}`;
    return { org: 'acme', actor: 'client:spec', commandId, correlationId: commandId, now: this.now };
  }
}
