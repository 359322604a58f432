import type { NamedDocument, WantedLink } from '#documents';
import type { CheckInput } from './check.input.js';
import { checkId } from './check-ids.js';

type Ids = CheckInput['document_ids'];

interface NewCase {
  readonly document_ids?: Ids;
  readonly checks?: readonly Pick<CheckInput, 'document_ids'>[] | null | undefined;
}

/** What a list names, each once. */
const named = (path: NamedDocument['path'], ids: Ids): readonly NamedDocument[] => [...new Set(ids ?? [])].map((id) => ({ id, path }));

const linksTo = (target: WantedLink['target'], path: NamedDocument['path'], ids: Ids): readonly WantedLink[] =>
  named(path, ids).map((document) => ({ ...document, target }));

/** The documents that a case is to be made with, and those of its checks, when it has this id. */
export const linksOfNewCase = (caseId: number, { document_ids, checks }: NewCase): readonly WantedLink[] => [
  ...linksTo({ kind: 'case', id: caseId }, ['document_ids'], document_ids),
  ...(checks ?? []).flatMap((check, index) =>
    linksTo({ kind: 'check', id: checkId(caseId, index) }, ['checks', index, 'document_ids'], check.document_ids),
  ),
];

/** The documents that a check is to be made with, when it has this id. */
export const linksOfNewCheck = (id: number, { document_ids }: Pick<CheckInput, 'document_ids'>): readonly WantedLink[] =>
  linksTo({ kind: 'check', id }, ['document_ids'], document_ids);
