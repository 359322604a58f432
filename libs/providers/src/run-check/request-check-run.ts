import { caseAggregate, caseCodec, caseStream } from '#cases';
import { type CommandContext, type CommandRunner, type EventMetadata, type EventStore, parseStreamName, type RecordedEvent, uuidV5 } from '#event-sourcing';
import type { CheckProviders } from '../check-provider.js';
import { checkRunAggregate, checkRunId, checkRunStream } from '../check-run.state.js';
import { type Provider, providerNameFor, providerOf } from '../provider.settings.js';
import { providersAt } from '../providers.state.js';
import { type RequestRun, requestRun } from './request-run.js';

export interface RequestCheckRunSettings {
  readonly store: EventStore;
  readonly runner: CommandRunner;
  readonly providers: CheckProviders;
}

/**
 * Begins the run of a check that was requested, where its provider has to be asked or has a time limit. Which provider serves
 * it follows from the log up to the request, so that the same request always leads to the same run, however often it is seen.
 *
 * @param requested of the type `check-requested`.
 */
export async function requestCheckRun({ store, runner, providers }: RequestCheckRunSettings, requested: RecordedEvent): Promise<void> {
  const event = caseCodec.decode(requested);
  if (event.type !== 'check-requested') return;
  const { org, id } = parseStreamName(requested.stream);
  const caseId = Number(id);
  const { state } = await runner.read(caseAggregate, caseStream(org, caseId));
  const check = state?.checks.find((one) => one.id === event.data.check_id);
  if (!state || !check) return;

  const settings = await providersAt(store, org, requested.position);
  const name = providerNameFor(settings, check);
  const provider = providerOf(settings, name);
  const plan = planOf(providers, provider, requested.metadata);
  if (plan === undefined) return;

  const command: RequestRun = { caseId, checkId: check.id, customerId: state.customer_id, checkType: check.check_type, provider: name, ...plan };
  const stream = checkRunStream(org, checkRunId(check.id, requested.revision));
  await runner.run(checkRunAggregate, stream, (before) => requestRun(command, before), contextOf(requested), true);
}

/** What a provider has to do about a request; undefined when there is nothing to be done but wait. */
function planOf(
  providers: CheckProviders,
  provider: Provider | undefined,
  { org, occurred_at }: EventMetadata,
): Pick<RequestRun, 'kind' | 'host' | 'answerUntil'> | undefined {
  // A run without a provider is begun all the same: it is given up with the reason on record.
  if (provider === undefined) return { kind: 'unknown', host: 'unknown' };
  const { kind } = provider;
  switch (kind) {
    case 'manual':
      return undefined;
    case 'broker':
      return provider.timeout_seconds === null ? undefined : { kind, host: kind, answerUntil: Date.parse(occurred_at) + provider.timeout_seconds * 1_000 };
    case 'http':
      return { kind, host: providers.http.hostOf(provider, org) };
    case 'watchlist':
      return { kind, host: providers.watchlist.hostOf(provider, org) };
    case 'yente':
      return { kind, host: providers.yente.hostOf(provider, org) };
  }
}

const contextOf = ({ id, metadata }: RecordedEvent): CommandContext => ({
  org: metadata.org,
  actor: 'system:processes',
  commandId: uuidV5(`request-check-run/${id}`),
  correlationId: metadata.$correlationId,
  causationId: id,
  now: Date.parse(metadata.occurred_at),
});
