import { parseStreamName, type Projection } from '#event-sourcing';
import { documentCodec, type DocumentEvent } from './document.events.js';
import { type DocumentState, evolveDocument } from './document.state.js';

const DOCUMENTS = 'documents';

/** Documents, to be listed by what they belong to. */
export const documentsProjection: Projection<DocumentEvent> = {
  name: DOCUMENTS,
  version: 1,
  collections: {
    [DOCUMENTS]: [['org', 'id'], ['org', 'link.kind', 'link.id', 'id']],
  },
  counts: [['org']],
  sources: { document: documentCodec },

  targets(event) {
    const { org, id = '' } = parseStreamName(event.stream);
    return [{ collection: DOCUMENTS, id: `${org}.${id}` }];
  },

  apply: (document, event) => evolveDocument(document as unknown as DocumentState | undefined, event) as unknown as ReturnType<Projection['apply']>,
};
