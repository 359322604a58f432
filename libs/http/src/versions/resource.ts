import type { z } from 'zod';
import { type PageBody, pageOf } from '../requests/pagination.js';
import { type ApiVersion, type ByVersion, eachVersion } from './api-version.js';
import { VersionedSchema } from './versioned-schema.js';

/** How one version shows something: the schema of the answer, and the pure function that makes it; later, where it has to read for it. */
export interface View<Document, Schema extends z.ZodType = z.ZodType> {
  readonly schema: Schema;
  readonly show: (document: Document) => z.output<Schema> | Promise<z.output<Schema>>;
}

/** A view; the compiler sees to it that its function makes what its schema says. */
export const view = <Document, Schema extends z.ZodType>(
  schema: Schema,
  show: (document: Document) => z.output<Schema> | Promise<z.output<Schema>>,
): View<Document, Schema> => ({ schema, show });

/**
 * Something that the API shows. Routes answer with the one canonical document and name its resource in `@ApiRoute`;
 * the request's version of it is made where the answer leaves.
 */
export class Resource<Document> extends VersionedSchema {
  constructor(private readonly views: ByVersion<View<Document>>) {
    super(eachVersion((version) => views[version].schema));
  }

  /** The document as this version shows it. */
  show(version: ApiVersion, document: Document): unknown {
    return this.views[version].show(document);
  }
}

/** A page of such things, each of which is shown at once; `id` names it in the API's description. */
export const resourcePage = <Document>(item: Resource<Document>, id: string): Resource<PageBody<Document>> =>
  new Resource(
    eachVersion((version) =>
      view(pageOf(item.in(version), id), (page: PageBody<Document>) => ({
        ...page,
        results: page.results.map((document) => item.show(version, document)),
      })),
    ),
  );
