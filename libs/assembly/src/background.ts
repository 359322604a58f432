import type { Background, BackgroundPart } from './background-part.js';
import { carryOutCommands } from './carry-out-commands.js';
import { openChildCases } from './child-cases.process.js';
import { tellParents } from './child-completions.process.js';
import { deliverToSalesforce, deliverWebhooks } from './deliver-outcomes.js';
import { noteThatOutcomesLeft } from './outcome-left.process.js';
import { project } from './projections.js';
import { relayEvents } from './relay.js';
import { deleteWhatIsDue, removeBytesOfDeleted } from './retention.process.js';
import { finishRestarts } from './restarts.process.js';
import { runChecks } from './run-checks.js';
import { sweepUnnamedBlobs } from './sweep-blobs.js';

/** What comes in by message, and what is to be done because of what happened. */
const runProcesses: BackgroundPart = async (background) => {
  const processManagers = [finishRestarts, noteThatOutcomesLeft, openChildCases, tellParents, removeBytesOfDeleted];
  await Promise.all([carryOutCommands, ...processManagers, runChecks, deleteWhatIsDue, sweepUnnamedBlobs].map((part) => part(background)));
};

/** Everything that follows from what was appended; each part may be a process of its own. */
export const backgroundParts = {
  projector: { run: project, needsBroker: false, needsBlobs: false },
  relay: { run: relayEvents, needsBroker: true, needsBlobs: false },
  processes: { run: runProcesses, needsBroker: true, needsBlobs: true },
  webhooks: { run: deliverWebhooks, needsBroker: true, needsBlobs: false },
  salesforce: { run: deliverToSalesforce, needsBroker: true, needsBlobs: false },
} satisfies Readonly<Record<string, { readonly run: BackgroundPart; readonly needsBroker: boolean; readonly needsBlobs: boolean }>>;

export type BackgroundPartName = keyof typeof backgroundParts;

/** All of it in one process. */
export async function runBackground(background: Background): Promise<void> {
  await Promise.all(Object.values(backgroundParts).map(({ run }) => run(background)));
}
