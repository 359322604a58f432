import { type ListPage, type ListRequest, readList } from '#http';
import { ReadStore } from '#read-store';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { DocumentState } from '../document.state.js';
import { documentsQuery, type ListDocumentsQuery } from './list-documents.query.js';

/** Documents of an organization. */
export class ListDocuments extends Query<ListPage<DocumentState>> {
  constructor(
    readonly org: string,
    readonly query: ListDocumentsQuery,
    readonly page: ListRequest,
  ) {
    super();
  }
}

@QueryHandler(ListDocuments)
export class ListDocumentsHandler implements IQueryHandler<ListDocuments> {
  constructor(private readonly readModels: ReadStore) {}

  execute({ org, query, page }: ListDocuments): Promise<ListPage<DocumentState>> {
    return readList(this.readModels, 'documents', documentsQuery(org, query), page);
  }
}
