import { type Blueprint, ConfigReader } from '#configs';
import { customerCard, CustomerReader, type CustomerState, UpsertCustomer, type UpsertCustomerInput } from '#customers';
import { DocumentLinks } from '#documents';
import {
  type CommandContext,
  CommandRunner,
  DomainError,
  type HeldId,
  IdBlocks,
  insideField,
  invalidField,
} from '#event-sourcing';
import type { ApiVersion } from '#http';
import { MemberDirectory } from '#organizations';
import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { unknownAssignee } from '../case.assignee.js';
import { linksOfNewCase } from '../case.documents.js';
import type { CaseEvent } from '../case.events.js';
import { CaseKeys } from '../case.keys.js';
import { caseAggregate, type CaseState, caseStream } from '../case.state.js';
import { type CaseDocument, caseView } from '../case.view.js';
import { externalIdTaken, generatedExternalId, isReserved } from '../external-id.js';
import { refuseUnknown, unknown } from '../unknown-references.js';
import { type CreateCaseInput, decideCreateCase } from './create-case.js';

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

/**
 * One stream after the other: the customer, the claim of the case's key, the documents, the case. Whatever was written when
 * the process dies in between is found and used by the next try; until the last one no case was acknowledged.
 */
@CommandHandler(CreateCase)
export class CreateCaseHandler implements ICommandHandler<CreateCase> {
  constructor(
    private readonly runner: CommandRunner,
    private readonly ids: IdBlocks,
    private readonly customers: CustomerReader,
    private readonly configs: ConfigReader,
    private readonly commands: CommandBus,
    private readonly keys: CaseKeys,
    private readonly members: MemberDirectory,
    private readonly documents: DocumentLinks,
  ) {}

  async execute({ input, apiVersion, context }: CreateCase): Promise<CaseDocument> {
    const blueprint = input.case_config == null ? undefined : await this.configs.blueprint(context.org, input.case_config);
    const assignee = input.assignee == null ? null : await this.members.byEmail(context.org, input.assignee);
    refuseUnknown([...(input.case_config != null && !blueprint ? [unknownConfig] : []), ...unknownAssignee(assignee)]);
    const made = input.external_id == null ? undefined : await this.madeBefore(input.external_id, context);
    if (made) return made;
    refuseUnknown(await this.documents.problems(linksOfNewCase(0, input), context));

    const customer = await this.customer(input, blueprint, context);
    const { id, isNew } = await this.caseId(input.external_id, context);
    const externalId = input.external_id ?? generatedExternalId(context.org, id);
    await this.documents.claim(linksOfNewCase(id, input), customer.id, context);
    const { state } = await this.runner.run(
      caseAggregate,
      caseStream(context.org, id),
      (before) => decideCreateCase({ id, externalId, customerId: customer.id, apiVersion, assignee, input, blueprint }, before),
      context,
      isNew,
    );
    if (!state) throw new Error(`Case ${id} is not there after it was made.`);
    return caseView(state, customerCard(customer));
  }

  /**
   * Before anything is written: the case that this very command made when it came before. A key that another case has is
   * refused; the claim itself decides between those that come at once.
   */
  private async madeBefore(externalId: string, context: CommandContext): Promise<CaseDocument | undefined> {
    if (isReserved(context.org, externalId)) throw externalIdTaken();
    const held = await this.keys.standing(context.org, externalId);
    if (held === undefined) return undefined;
    const decide = held.isFree ? (): readonly CaseEvent[] => [] : refuseExisting;
    const { state, resent } = await this.runner.run(caseAggregate, caseStream(context.org, held.holder), decide, context);
    if (!resent && held.isHandedOn && !held.isFree) throw externalIdTaken();
    return !resent || !state ? undefined : caseView(state, await this.customers.card(context.org, state.customer_id));
  }

  private async customer(input: CreateCaseInput, blueprint: Blueprint | undefined, context: CommandContext): Promise<CustomerState> {
    if (input.customer) {
      refuseOtherType(blueprint, input.customer.customer_type);
      return this.upsert(input.customer, context);
    }
    const id = input.customer_id ?? 0;
    const customer = await this.customers.get(context.org, id);
    if (!customer) throw invalidField('customer_id', 'does_not_exist', `Invalid pk "${id}" - object does not exist.`);
    refuseOtherType(blueprint, customer.customer_type);
    return customer;
  }

  private async upsert(input: UpsertCustomerInput, context: CommandContext): Promise<CustomerState> {
    try {
      return await this.commands.execute(new UpsertCustomer(input, context));
    } catch (error) {
      throw error instanceof DomainError ? insideField('customer', error) : error;
    }
  }

  private async caseId(externalId: string | null | undefined, context: CommandContext): Promise<HeldId> {
    const newId = (by: Pick<CommandContext, 'org' | 'claim'>): Promise<number> => this.ids.next(by, 'case');
    return externalId == null ? { id: await newId(context), isNew: true } : this.keys.idForNew(externalId, newId, context);
  }
}

const unknownConfig = unknown(['case_config'], 'There is no case config with this slug.');

/** A config may be for one type of customer; a customer of no type in particular is of any. */
function refuseOtherType(blueprint: Blueprint | undefined, type: CustomerState['customer_type'] | undefined): void {
  if (blueprint?.customer_type == null || type == null || type === blueprint.customer_type) return;
  throw invalidField('case_config', 'customer_type', `This case config is for customers of type ${blueprint.customer_type}.`);
}

function refuseExisting(state: CaseState | undefined): readonly CaseEvent[] {
  if (state) throw externalIdTaken();
  return [];
}
