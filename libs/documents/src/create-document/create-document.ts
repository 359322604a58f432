import { deleteAfterInput } from '#customers';
import { fileNameInput } from '#uploads';
import { z } from 'zod';
import type { DocumentEvent } from '../document.events.js';
import type { DocumentState } from '../document.state.js';
import type { LinkTarget } from '../link-target.js';

const id = z.int().positive();

/** The body of `POST /api/documents/`; contract, section 7. */
export const createDocumentInput = z
  .object({
    file: z.string().meta({
      contentEncoding: 'base64',
      description: 'The content in base64, or a `data:` URI of base64: 10 MiB at most. In a form: the file as it is.',
    }),
    original_name: fileNameInput,
    case_id: id.nullish(),
    check_id: id.nullish(),
    customer_id: id.nullish(),
    delete_after: deleteAfterInput.nullish(),
  })
  .superRefine(refuseTwoTargets)
  .meta({
    id: 'CreateDocument',
    example: { file: 'JVBERi0xLjcKJcOkw7zDtsOfCg==', original_name: 'passport.pdf', customer_id: 5 },
  });

/** The body of `POST /api/documents/`, checked. */
export type CreateDocumentInput = z.output<typeof createDocumentInput>;

/** A document belongs to one thing at most. */
export function refuseTwoTargets(body: Targets, context: z.RefinementCtx): void {
  if (targetsOf(body).length < 2) return;
  context.addIssue({ code: 'custom', path: [], message: 'Give at most one of case_id, check_id and customer_id.' });
}

/** The fields of the body that hold integers. */
export const INTEGERS = ['case_id', 'check_id', 'customer_id', 'delete_after'] as const;

/** What the document is to belong to; undefined for nothing yet. */
export const targetOf = (input: Targets): LinkTarget | undefined => targetsOf(input)[0];

type Targets = Readonly<Partial<Record<'case_id' | 'check_id' | 'customer_id', number | null | undefined>>>;

function targetsOf(input: Targets): readonly LinkTarget[] {
  return (['case', 'check', 'customer'] as const).flatMap((kind) => {
    const named = input[`${kind}_id`];
    return named == null ? [] : [{ kind, id: named }];
  });
}

/** The command, with everything that was found out before the decision. */
export interface CreateDocumentDecision {
  readonly id: number;
  readonly originalName: string;
  readonly contentType: string;
  readonly size: number;
  readonly sha256: string;
  readonly target: LinkTarget | null;
  /** The customer of what it belongs to. */
  readonly customerId: number | null;
  readonly deleteAfter: number;
}

/** A new document, whose bytes lie in the blob store already. One that is there stays as it is. */
export function decideCreateDocument(document: CreateDocumentDecision, state: DocumentState | undefined): readonly DocumentEvent[] {
  if (state) return [];
  return [
    {
      type: 'document-uploaded',
      data: {
        document_id: document.id,
        customer_id: document.customerId,
        original_name: document.originalName,
        content_type: document.contentType,
        size: document.size,
        sha256: document.sha256,
        linked_to: document.target,
        delete_after: document.deleteAfter,
      },
    },
  ];
}
