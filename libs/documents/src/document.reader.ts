import { CommandRunner, notFound } from '#event-sourcing';
import { Injectable } from '@nestjs/common';
import { documentAggregate, type DocumentState, documentStream } from './document.state.js';
import { LinkTargets } from './link-target.js';

/** Documents as they are at this moment, read from their streams. */
@Injectable()
export class DocumentReader {
  constructor(
    private readonly runner: CommandRunner,
    private readonly targets: LinkTargets,
  ) {}

  /**
   * The document; a claim for something that is not there, or was made without it, is left out.
   * @throws DomainError `document_not_found` when the organization has none with this id.
   */
  async get(org: string, id: number): Promise<DocumentState> {
    const { state } = await this.runner.read(documentAggregate, documentStream(org, id));
    if (!state) throw notFound('document');
    const isOnlyClaimed = state.link?.claim != null && (await this.targets.made(org, state.link, id)) !== 'with';
    return isOnlyClaimed ? { ...state, link: null } : state;
  }
}
