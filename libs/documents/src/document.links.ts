import { Clock, type CommandContext, CommandRunner, type DomainError, type FieldError, uuidV5 } from '#event-sourcing';
import { Injectable } from '@nestjs/common';
import { documentAggregate, type DocumentState, documentStream } from './document.state.js';
import { CLAIM_LASTS, decideClaimDocument, type IdleClaim, linkedElsewhere, unknownDocument } from './claim-document/claim-document.js';
import { isSameTarget, type LinkTarget, LinkTargets } from './link-target.js';

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
    private readonly clock: Clock,
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
      const stream = documentStream(context.org, id);
      const { state: document } = await this.runner.read(documentAggregate, stream);
      // A claim is as old as it is, also when the command comes again and has the time of its first coming.
      const now = this.clock.now();
      if (document && isHeldFor(target, document, context.commandId, now)) continue;
      const idle = document && (await this.idleClaim(document, target, path, context));
      const command = { documentId: id, path, target, customerId, now, idle };
      const nth = document ? document.revision + 1 : 0;
      await this.runner.run(documentAggregate, stream, (state) => decideClaimDocument(command, state), claiming({ ...context, now }, target, nth));
    }
  }

  /** What has become of the claim that there is, where it is not this command's own for the same thing. */
  private async idleClaim(
    document: DocumentState,
    target: LinkTarget,
    path: FieldError['path'],
    { org, commandId }: CommandContext,
  ): Promise<IdleClaim | undefined> {
    const { id, link } = document;
    if (!link?.claim || (isOwnClaim(document, commandId) && isSameTarget(link, target))) return undefined;
    const made = await this.targets.made(org, link, id);
    if (made === 'with') throw linkedElsewhere(path, id);
    return { commandId: link.claim.command_id, isOver: made === 'without' };
  }

  /** Whether the document belongs to something, and not by this very command, which came before. */
  private async isTaken(document: DocumentState, commandId: string): Promise<boolean> {
    const { org, id, link } = document;
    if (link === null || isOwnClaim(document, commandId)) return false;
    return link.claim === null || (await this.targets.made(org, link, id)) === 'with';
  }
}

/**
 * One command may claim a document for one thing after another, and renew a claim; each claim is a command of its own, by its place in the
 * document's stream, and found again when it comes again.
 */
const claimId = (commandId: string, { kind, id }: LinkTarget, revision: number): string => uuidV5(`${commandId}/claim/${kind}/${id}/${revision}`);

const isOwnClaim = ({ link, revision }: DocumentState, commandId: string): boolean =>
  link !== null && link.claim?.command_id === claimId(commandId, link, revision);

/** Whether the command has claimed the document for this thing, and so lately that nobody takes it over. */
function isHeldFor(target: LinkTarget, document: DocumentState, commandId: string, now: number): boolean {
  const { link } = document;
  if (!link?.claim || !isSameTarget(link, target)) return false;
  return isOwnClaim(document, commandId) && now - Date.parse(link.claim.at) < CLAIM_LASTS;
}

const claiming = (context: CommandContext, target: LinkTarget, revision: number): CommandContext => ({
  ...context,
  commandId: claimId(context.commandId, target, revision),
  causationId: context.causationId ?? context.commandId,
});
