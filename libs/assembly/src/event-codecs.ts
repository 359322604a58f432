import { caseAggregate } from '#cases';
import { configAggregate } from '#configs';
import { customerAggregate } from '#customers';
import { deliveryAggregate } from '#deliveries';
import { documentAggregate } from '#documents';
import { type DomainEvent, type EventCodec, idBlockCodec, naturalKeyCodec } from '#event-sourcing';
import { requestAggregate } from '#http';
import { answerAggregate } from '#messaging';
import { memberAggregate, organizationAggregate, sessionAggregate } from '#organizations';
import { checkRunAggregate, providersAggregate } from '#providers';
import { watchlistsAggregate } from '#watchlists';

/** What is needed to read events of a category. */
export type ReadingCodec = Pick<EventCodec<DomainEvent>, 'decode' | 'definitions'>;

/** The codec of every category of streams that a log of this version may hold. */
export const allCodecs: ReadonlyMap<string, ReadingCodec> = new Map<string, ReadingCodec>([
  ...[
    caseAggregate,
    customerAggregate,
    documentAggregate,
    deliveryAggregate,
    organizationAggregate,
    memberAggregate,
    sessionAggregate,
    answerAggregate,
    requestAggregate,
    configAggregate,
  ].map(
    ({ category, codec }): [string, ReadingCodec] => [category, codec],
  ),
  [providersAggregate.category, providersAggregate.codec],
  [checkRunAggregate.category, checkRunAggregate.codec],
  [watchlistsAggregate.category, watchlistsAggregate.codec],
  ['ids', idBlockCodec],
  ['caseKey', naturalKeyCodec],
  ['customerKey', naturalKeyCodec],
  ['memberKey', naturalKeyCodec],
]);
