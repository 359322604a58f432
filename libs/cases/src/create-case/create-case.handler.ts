import { ConfigReader } from '#configs';
import { customerCard, CustomerReader, type InlineCustomer } from '#customers';
import { DocumentLinks } from '#documents';
import { type CommandContext, CommandRunner, DomainError, type HeldId, IdBlocks, Timer } from '#event-sourcing';
import type { ApiVersion } from '#http';
import { MemberDirectory } from '#organizations';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { unknownAssignee } from '../case.assignee.js';
import { linksOfNewCase } from '../case.documents.js';
import type { CaseEvent } from '../case.events.js';
import { CaseKeys, type KeyStanding } from '../case.keys.js';
import { caseAggregate, type CaseState, caseStream } from '../case.state.js';
import { type CaseDocument, caseView } from '../case.view.js';
import { externalIdTaken, generatedExternalId, isReserved } from '../external-id.js';
import { refuseUnknown, unknown } from '../unknown-references.js';
import { CaseCustomers } from './case-customer.js';
import { type CreateCaseDecision, type CreateCaseInput, decideCreateCase } from './create-case.js';

/** Opens a case for a customer, who may be made or brought up to date on the way. */
export class CreateCase extends Command<CaseDocument> {
  constructor(
    readonly input: CreateCaseInput,
    readonly apiVersion: ApiVersion,
    readonly context: CommandContext,
  ) {
    super();
  }
}

/** Milliseconds before each look at what has become of another command's claim: a case is made in a few of them. */
const PAUSES = [0, 5, 10, 20, 40, 80, 160, 320] as const;

/**
 * First everything that may be refused is looked at. Then come claims, one stream after the other: the case's key, which one
 * command has at a time, the customer's, the documents. Then what was claimed for: the customer, and last the case. Whatever
 * was written when the process dies in between is found and used by the next try; until the last one no case was acknowledged.
 */
@CommandHandler(CreateCase)
export class CreateCaseHandler implements ICommandHandler<CreateCase> {
  constructor(
    private readonly runner: CommandRunner,
    private readonly ids: IdBlocks,
    private readonly cards: CustomerReader,
    private readonly customers: CaseCustomers,
    private readonly configs: ConfigReader,
    private readonly keys: CaseKeys,
    private readonly members: MemberDirectory,
    private readonly documents: DocumentLinks,
    private readonly timer: Timer,
  ) {}

  /** @throws DomainError `unavailable` when another command has claimed the key, and its case does not come. */
  async execute(command: CreateCase): Promise<CaseDocument> {
    for (const pause of PAUSES) {
      if (pause > 0) await this.timer.delay(pause);
      const document = await this.create(command);
      if (document) return document;
    }
    throw caseBeingMade();
  }

  /** Undefined while another command may be about to make a case with this key: then nothing was written. */
  private async create({ input, apiVersion, context }: CreateCase): Promise<CaseDocument | undefined> {
    const { external_id: key } = input;
    const blueprint = input.case_config == null ? undefined : await this.configs.blueprint(context.org, input.case_config);
    const assignee = input.assignee == null ? null : await this.members.byEmail(context.org, input.assignee);
    refuseUnknown([...(input.case_config != null && !blueprint ? [unknownConfig] : []), ...unknownAssignee(assignee)]);
    const standing = key == null ? undefined : await this.standing(key, context);
    const made = standing && (await this.madeBefore(standing, context));
    if (made) return made;
    refuseUnknown(await this.documents.problems(linksOfNewCase(0, input), context));
    const customer = await this.customers.prepare(input, blueprint, context);

    const make = ({ id, isNew }: HeldId): Promise<CaseDocument> => {
      const externalId = key ?? generatedExternalId(context.org, id);
      return this.make({ id, externalId, apiVersion, assignee, input, blueprint }, customer, context, isNew);
    };
    const newId = (by: Pick<CommandContext, 'org' | 'claim'>): Promise<number> => this.ids.next(by, 'case');
    return key == null ? make({ id: await newId(context), isNew: true }) : this.keys.make(key, standing, newId, context, make);
  }

  private async make(decision: Omit<CreateCaseDecision, 'customerId'>, inline: InlineCustomer, context: CommandContext, isNew: boolean): Promise<CaseDocument> {
    const { id, input } = decision;
    // One with a key was looked for already; what it needs to be made anew may be gone by now, and need not be.
    const made = input.external_id == null && context.claim ? await this.firstAnswer(id, context) : undefined;
    if (made) return made;
    const links = linksOfNewCase(id, input);
    if (links.length > 0) await this.documents.claim(links, await inline.id(), context);
    const customer = await inline.save();
    const decide = (before: CaseState | undefined): readonly CaseEvent[] => decideCreateCase({ ...decision, customerId: customer.id }, before);
    const { state } = await this.runner.run(caseAggregate, caseStream(context.org, id), decide, context, isNew);
    if (!state) throw new Error(`Case ${id} is not there after it was made.`);
    return caseView(state, customerCard(customer));
  }

  private async standing(key: string, { org }: CommandContext): Promise<KeyStanding | undefined> {
    if (isReserved(org, key)) throw externalIdTaken();
    return this.keys.standing(org, key);
  }

  /** The case that this very command made when it came before. A key that another case has is refused. */
  private async madeBefore({ holder, isFree, isHandedOn }: KeyStanding, context: CommandContext): Promise<CaseDocument | undefined> {
    const decide = isFree ? (): readonly CaseEvent[] => [] : refuseExisting;
    const made = await this.firstAnswer(holder, context, decide);
    if (!made && isHandedOn && !isFree) throw externalIdTaken();
    return made;
  }

  private async firstAnswer(id: number, context: CommandContext, decide: (state: CaseState | undefined) => readonly CaseEvent[] = () => []): Promise<CaseDocument | undefined> {
    const { state, resent } = await this.runner.run(caseAggregate, caseStream(context.org, id), decide, context);
    return resent && state ? caseView(state, await this.cards.card(context.org, state.customer_id)) : undefined;
  }
}

const unknownConfig = unknown(['case_config'], 'There is no case config with this slug.');

const caseBeingMade = (): DomainError =>
  new DomainError('unavailable', 'case_being_made', 'Another request is about to make a case with this external_id. Please try again.');

function refuseExisting(state: CaseState | undefined): readonly CaseEvent[] {
  if (state) throw externalIdTaken();
  return [];
}
