import { customersV1 } from '#customers';
import { view } from '#http';
import { z } from 'zod';
import { createDocumentInput, refuseTwoTargets } from '../create-document/create-document.js';
import type { DocumentWithContent } from '../document.contents.service.js';
import { documentSchema, showDocument } from './v3.js';

/*
 * Version 1, "cookie": a document comes back with its bytes.
 */

/** A document. */
export const documentView = view(
  z
    .object({ ...documentSchema.shape, file: z.string().meta({ contentEncoding: 'base64', description: 'The content in base64.' }) })
    .meta({ id: 'DocumentWithFile' }),
  async ({ document, base64 }: DocumentWithContent) => ({ ...showDocument(document), file: await base64() }),
);

/** The body of `POST /api/documents/`. */
export const createDocumentBody = z
  .object({ ...createDocumentInput.shape, delete_after: customersV1.deleteAfterInput.nullish() })
  .superRefine(refuseTwoTargets)
  .meta({ id: 'CreateDocument', example: { file: 'JVBERi0xLjcKJcOkw7zDtsOfCg==', original_name: 'passport.pdf', case_id: 17 } });
