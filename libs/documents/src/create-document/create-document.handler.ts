import { type CommandContext, CommandRunner } from '#event-sourcing';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { documentAggregate, type DocumentState, documentStream } from '../document.state.js';
import { type CreateDocumentDecision, decideCreateDocument } from './create-document.js';

/** Makes a document of bytes that are stored, for a thing that is there. */
export class CreateDocument extends Command<DocumentState> {
  constructor(
    readonly document: CreateDocumentDecision,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(CreateDocument)
export class CreateDocumentHandler implements ICommandHandler<CreateDocument> {
  constructor(private readonly runner: CommandRunner) {}

  async execute({ document, context }: CreateDocument): Promise<DocumentState> {
    const stream = documentStream(context.org, document.id);
    const { state } = await this.runner.run(documentAggregate, stream, (before) => decideCreateDocument(document, before), context, true);
    if (!state) throw new Error(`Document ${stream} is not there after it was made.`);
    return state;
  }
}
