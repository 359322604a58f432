import { Resource, VersionedSchema } from '#http';
import { type CreateDocumentInput, createDocumentInput } from './create-document/create-document.js';
import * as v1 from './versions/v1.js';
import * as v3 from './versions/v3.js';

/** A document. */
export const documentResource = new Resource({ 1: v1.documentView, 2: v3.documentView, 3: v3.documentView });

/** A document in a list, which has no bytes in any version. */
export const { documentSchema, showDocument } = v3;

/** The body of `POST /api/documents/`. */
export const createDocumentBody = new VersionedSchema<CreateDocumentInput>({ 1: v1.createDocumentBody, 2: createDocumentInput, 3: createDocumentInput });
