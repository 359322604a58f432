import { type CaseReader, caseResource, caseStream, eventsUntil, lastDocument } from '#cases';
import type { CompletedCase, CompletedCases } from '#deliveries';
import type { JsonObject } from '#event-sourcing';

/** Shows deliveries the cases as they were when they got their outcome, from the streams: the same each time. */
export class PastCases implements CompletedCases {
  constructor(private readonly cases: CaseReader) {}

  async at(org: string, caseId: number, revision: number): Promise<CompletedCase | undefined> {
    const trail = await this.cases.trail(org, caseId);
    const document = lastDocument(eventsUntil(trail, { revision }, caseStream(org, caseId)));
    return (
      document && {
        webhookUrl: document.webhook_url,
        body: caseResource.show(document.api_version, document) as JsonObject,
        apiVersion: document.api_version,
        syncPlatforms: document.sync_platforms,
        document: document as unknown as JsonObject,
      }
    );
  }
}
