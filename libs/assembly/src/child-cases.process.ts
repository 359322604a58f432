import { caseAggregate, caseCodec, type CaseEvent, type CaseState, caseStream, type ChildCase, openChild } from '#cases';
import { type CaseConfig, ConfigReader } from '#configs';
import { openChildCustomer } from '#customers';
import { type CommandContext, type CommandRunner, type Recorded, uuidV5 } from '#event-sourcing';
import { processManager } from './process-manager.js';

type Planned = Recorded<Extract<CaseEvent, { type: 'child-cases-planned' }>>;

/**
 * When cases were planned for the shareholders of a case's customer, they are made: for each the customer, then the case,
 * which begins as it is made. The plan holds the ids, so whoever comes again finds what is there and adds what is missing.
 */
export const openChildCases = processManager({
  name: 'process.child-cases',
  filter: { types: ['child-cases-planned'] },
  react: async (event, runner) => {
    const planned = caseCodec.decode(event);
    if (planned.type === 'child-cases-planned') await openChildren(planned, runner);
  },
});

async function openChildren(planned: Planned, runner: CommandRunner): Promise<void> {
  const { state: parent } = await runner.read(caseAggregate, planned.stream);
  if (!parent) return;
  const config = await configOf(planned, runner);
  for (const { case_id } of planned.data.children) {
    const child = parent.children.find((each) => each.case_id === case_id);
    if (child) await openChildOf(parent, child, config, runner, contextOf(planned, case_id));
  }
}

async function configOf({ metadata: { org }, data }: Planned, runner: CommandRunner): Promise<CaseConfig> {
  const { slug, version } = data.case_config;
  const config = await new ConfigReader(runner).caseConfig(org, slug, version);
  if (!config) throw new Error(`There is no version ${version} of the case config ${org}.${slug}, which a plan names.`);
  return config;
}

/** Where the case is, its customer is left as it is by now: much may have happened since. */
async function openChildOf(parent: CaseState, child: ChildCase, config: CaseConfig, runner: CommandRunner, context: CommandContext): Promise<void> {
  const { revision } = await runner.read(caseAggregate, caseStream(parent.org, child.case_id));
  if (revision >= 0) return;
  const { full_name, external_id, customer_type, input_details } = child.shareholder;
  const input = { full_name, external_id, customer_type: customer_type ?? config.customer_type, input_details };
  const customer = await openChildCustomer(runner, { id: child.customer_id, parent: parent.customer_id, input }, context);
  await openChild(runner, { parent, child, config, customerId: customer.id }, context);
}

const contextOf = ({ id, metadata }: Planned, caseId: number): CommandContext => ({
  org: metadata.org,
  actor: 'system:processes',
  onBehalfOf: metadata.on_behalf_of ?? metadata.actor,
  commandId: uuidV5(`child-case/${id}/${caseId}`),
  correlationId: metadata.$correlationId,
  causationId: id,
  now: Date.parse(metadata.occurred_at),
});
