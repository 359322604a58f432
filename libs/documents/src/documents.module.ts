import { BlobStore } from '#blob-store';
import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { CreateDocumentHandler } from './create-document/create-document.handler.js';
import { CreateDocumentRoute } from './create-document/create-document.route.js';
import { DocumentIntake } from './create-document/document-intake.service.js';
import { UploadedBytes } from './create-document/uploaded-bytes.service.js';
import { DocumentContents } from './document.contents.service.js';
import { DocumentLinks } from './document.links.js';
import { DocumentReader } from './document.reader.js';
import { GetDocumentContentRoute } from './get-document-content/get-document-content.route.js';
import { GetDocumentRoute } from './get-document/get-document.route.js';
import { LinkedDocuments } from './linked-documents.js';
import { ListDocumentsHandler } from './list-documents/list-documents.handler.js';
import { ListDocumentsRoute } from './list-documents/list-documents.route.js';

/** Documents: commands and queries, for any process; needs a global `LinkTargets`. Whoever has a document need not have its bytes. */
@Module({
  imports: [CqrsModule],
  providers: [CreateDocumentHandler, DocumentLinks, DocumentReader, LinkedDocuments, ListDocumentsHandler],
  exports: [DocumentLinks, DocumentReader, LinkedDocuments],
})
export class DocumentHandlersModule {}

/** Documents over HTTP, bytes and all; needs `HttpModule` and a global `LinkTargets`. */
@Module({})
export class DocumentsModule {
  static forRoot(blobStore: BlobStore): DynamicModule {
    return {
      module: DocumentsModule,
      imports: [CqrsModule, DocumentHandlersModule],
      controllers: [CreateDocumentRoute, GetDocumentRoute, GetDocumentContentRoute, ListDocumentsRoute],
      providers: [{ provide: BlobStore, useValue: blobStore }, DocumentContents, DocumentIntake, UploadedBytes],
      exports: [DocumentHandlersModule, DocumentContents],
    };
  }
}
