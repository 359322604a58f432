import { caseAggregate, caseStream, decideDeleteCase, decideDeleteChecks } from '#cases';
import { customerAggregate, customerStream, decideDeleteCustomer } from '#customers';
import { decideDeleteDocument, documentAggregate, documentStream } from '#documents';
import { type CommandContext, type CommandRunner, uuidV5 } from '#event-sourcing';
import { documentOwner } from './document-owner.js';
import type { Retained } from './retained.js';

/**
 * Deletes what an entry names, or some of it, if it is due. The streams are the truth and the decisions look at them: an entry may be
 * old, and whoever reminds of it too early reminds in vain.
 *
 * @param now milliseconds since the Unix epoch.
 * @returns whether anything was deleted, now or before.
 */
export async function carryOut(entry: Retained, runner: CommandRunner, now: number): Promise<boolean> {
  const { kind, org, id } = entry;
  switch (kind) {
    case 'case':
      return (await deleteCase(org, id, runner, now)) || deleteChecks(org, id, runner, now);
    case 'customer': {
      const stream = customerStream(org, id);
      const decide = decideDeleteCustomer.bind(undefined, { hasCases: entry.cases > 0, now });
      return (await runner.run(customerAggregate, stream, decide, contextOf(org, stream, now))).state === undefined;
    }
    case 'document': {
      const stream = documentStream(org, id);
      const { state } = await runner.read(documentAggregate, stream);
      const owner = state === undefined ? 'indifferent' : await documentOwner(runner, state);
      const decide = decideDeleteDocument.bind(undefined, { owner, now });
      return (await runner.run(documentAggregate, stream, decide, contextOf(org, stream, now))).state === undefined;
    }
  }
}

async function deleteCase(org: string, id: number, runner: CommandRunner, now: number): Promise<boolean> {
  const stream = caseStream(org, id);
  const { state } = await runner.run(caseAggregate, stream, (before) => decideDeleteCase({ now }, before), contextOf(org, stream, now));
  return state === undefined;
}

/** Checks of one case come to their end one after the other, so each time is a command of its own. */
async function deleteChecks(org: string, id: number, runner: CommandRunner, now: number): Promise<boolean> {
  const stream = caseStream(org, id);
  const { revision } = await runner.read(caseAggregate, stream);
  const context = contextOf(org, `${stream}/checks/${revision}`, now);
  const { events } = await runner.run(caseAggregate, stream, (before) => decideDeleteChecks({ now }, before), context);
  return events.length > 0;
}

/** Everything is deleted once, so that the command's id follows from what it deletes. */
const contextOf = (org: string, what: string, now: number): CommandContext => {
  const commandId = uuidV5(`retention/${what}`);
  return { org, actor: 'system:retention', commandId, correlationId: commandId, now };
};
