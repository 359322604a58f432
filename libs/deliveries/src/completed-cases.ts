import type { JsonObject } from '#event-sourcing';
import type { PlatformRecord } from './delivery.events.js';

/** A case with an outcome, as others get to see it. */
export interface CompletedCase {
  readonly webhookUrl: string | null;
  /** The case in the version of the API that it was created with. */
  readonly body: JsonObject;
  readonly apiVersion: number;
  readonly syncPlatforms: readonly PlatformRecord[];
  /** The canonical document, which field mappings read. */
  readonly document: JsonObject;
}

/**
 * Shows cases as they were when they got their outcome.
 *
 * A class without code, so that it can stand for itself where dependencies are injected.
 */
export abstract class CompletedCases {
  /** The case as of this revision, the same each time; undefined when it does not exist (any more). */
  abstract at(org: string, caseId: number, revision: number): Promise<CompletedCase | undefined>;
}
