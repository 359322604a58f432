import { caseAggregate, caseIdOfCheck, caseLine, caseStream } from '#cases';
import { customerAggregate, customerStream } from '#customers';
import type { DocumentOwner, DocumentState } from '#documents';
import type { CommandRunner } from '#event-sourcing';

/**
 * What has become of the thing that a document belongs to, from the streams. Documents of a case that was handed on are those of
 * the case in its place, which has taken them over. A claim for something that was made without the document, or was not made, is none.
 */
export async function documentOwner(runner: CommandRunner, { org, id: documentId, link }: Pick<DocumentState, 'org' | 'id' | 'link'>): Promise<DocumentOwner> {
  if (link?.claim) {
    const caseId = link.kind === 'check' ? caseIdOfCheck(link.id) : link.id;
    const { state: made } = await runner.read(caseLine, caseStream(org, caseId));
    if (!made.document_ids.includes(documentId)) return 'indifferent';
  }
  switch (link?.kind) {
    case undefined:
      return 'indifferent';
    case 'customer': {
      const { state, revision } = await runner.read(customerAggregate, customerStream(org, link.id));
      return state === undefined && revision >= 0 ? 'deleted' : 'indifferent';
    }
    case 'case':
      return ofCase(runner, org, link.id);
    case 'check':
      return ofCase(runner, org, caseIdOfCheck(link.id), link.id);
  }
}

async function ofCase(runner: CommandRunner, org: string, first: number, checkId?: number): Promise<DocumentOwner> {
  for (let id = first; ; ) {
    const stream = caseStream(org, id);
    const { state: line } = await runner.read(caseLine, stream);
    if (line.successor_id !== null) {
      id = line.successor_id;
      continue;
    }
    if (line.isDeleted) return 'deleted';
    const { state } = await runner.read(caseAggregate, stream);
    if (!state) return 'indifferent';
    const check = id === first ? state.checks.find((each) => each.id === checkId) : undefined;
    if (check && check.deleted_at !== null) return 'deleted';
    return state.completed_at === null ? 'open' : 'indifferent';
  }
}
