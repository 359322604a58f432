import { type CommandContext, CommandRunner, type DomainError, type FieldError, uuidV5 } from '#event-sourcing';
import { Injectable } from '@nestjs/common';
import { documentAggregate, type DocumentLink, type DocumentState, documentStream } from './document.state.js';
import { decideClaimDocument, type IdleClaim, linkedElsewhere, unknownDocument } from './claim-document/claim-document.js';
import { type LinkTarget, LinkTargets } from './link-target.js';

/** A document that a request names in one of its fields. */
export interface NamedDocument {
  readonly id: number;
  /** The field, from the root of the command. */
  readonly path: FieldError['path'];
}

/** A document that is to belong to something that is about to be made. */
export interface WantedLink extends NamedDocument {
  readonly target: LinkTarget;
}

/**
 * Links documents to cases and checks that are made with them. A document and a case are two streams: the document is claimed first, then the
 * case is made, which names it. A claim whose case never came, because the process died in between, is seen to be idle and is
 * taken over by the next who wants the document.
 */
@Injectable()
export class DocumentLinks {
  constructor(
    private readonly runner: CommandRunner,
    private readonly targets: LinkTargets,
  ) {}

  /** What is wrong with the documents that a request names, before anything is written: those that do not exist or belong to something. */
  async problems(named: readonly NamedDocument[], { org, commandId }: CommandContext): Promise<readonly FieldError[]> {
    const problems: DomainError[] = [];
    const seen = new Set<number>();
    for (const { id, path } of named) {
      const { state: document } = await this.runner.read(documentAggregate, documentStream(org, id));
      if (!document) problems.push(unknownDocument(path, id));
      else if (seen.has(id) || (await this.isTaken(document, commandId))) problems.push(linkedElsewhere(path, id));
      seen.add(id);
    }
    return problems.flatMap(({ fields }) => fields);
  }

  /**
   * Claims documents for things that this very command makes next, or finds that it has done so before.
   * @throws DomainError `invalid` naming the field when one belongs to something by now; `unavailable` while another request is about to link one.
   */
  async claim(wanted: readonly WantedLink[], customerId: number, context: CommandContext): Promise<void> {
    for (const { id, path, target } of wanted) {
      const idle = await this.idleClaim(context, id, path);
      const command = { documentId: id, path, target, customerId, now: context.now, idle };
      const stream = documentStream(context.org, id);
      await this.runner.run(documentAggregate, stream, (state) => decideClaimDocument(command, state), claiming(context, target));
    }
  }

  /** What has become of another command's claim. */
  private async idleClaim({ org, commandId }: CommandContext, id: number, path: FieldError['path']): Promise<IdleClaim | undefined> {
    const { state: document } = await this.runner.read(documentAggregate, documentStream(org, id));
    if (!document?.link?.claim || isOwnClaim(document.link, commandId)) return undefined;
    const made = await this.targets.made(org, document.link, id);
    if (made === 'with') throw linkedElsewhere(path, id);
    return { commandId: document.link.claim.command_id, isOver: made === 'without' };
  }

  /** Whether the document belongs to something, and not by this very command, which came before. */
  private async isTaken({ org, id, link }: DocumentState, commandId: string): Promise<boolean> {
    if (link === null || isOwnClaim(link, commandId)) return false;
    return link.claim === null || (await this.targets.made(org, link, id)) === 'with';
  }
}

/** One command may claim a document for one thing after another; each claim is a command of its own, and found again when it comes again. */
const claimId = (commandId: string, { kind, id }: LinkTarget): string => uuidV5(`${commandId}/claim/${kind}/${id}`);

const isOwnClaim = (link: DocumentLink, commandId: string): boolean => link.claim?.command_id === claimId(commandId, link);

const claiming = (context: CommandContext, target: LinkTarget): CommandContext => ({
  ...context,
  commandId: claimId(context.commandId, target),
  causationId: context.causationId ?? context.commandId,
});
