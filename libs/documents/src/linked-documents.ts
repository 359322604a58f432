import { EventStore, type Position, projectionStatus, type RecordedEvent } from '#event-sourcing';
import { ReadStore } from '#read-store';
import { Injectable } from '@nestjs/common';
import { documentCodec } from './document.events.js';
import { documentsProjection } from './documents.projection.js';
import { isSameTarget, type LinkTarget } from './link-target.js';

/** How many events are read from the log at a time. */
const PAGE = 1_000;

/** Finds documents by what they belong to, those among them that the read model does not know yet. */
@Injectable()
export class LinkedDocuments {
  constructor(
    private readonly events: EventStore,
    private readonly readModels: ReadStore,
  ) {}

  /** Whether any document belongs to one of these things. One that was uploaded before the call is found. */
  async any(org: string, targets: readonly LinkTarget[]): Promise<boolean> {
    // Asked for first: whatever comes after this position is in the log, and everything else in the read model.
    const status = await projectionStatus(this.readModels, documentsProjection.name);
    return (await this.isKnown(org, targets)) || this.isNews(org, targets, status?.active?.position);
  }

  private async isKnown(org: string, targets: readonly LinkTarget[]): Promise<boolean> {
    const counts = await Promise.all(
      [...Map.groupBy(targets, ({ kind }) => kind)].map(([kind, ofKind]) =>
        this.readModels.count(documentsProjection.name, [
          { field: 'org', eq: org },
          { field: 'link.kind', eq: kind },
          { field: 'link.id', in: ofKind.map(({ id }) => id) },
        ]),
      ),
    );
    return counts.some((count) => count > 0);
  }

  private async isNews(org: string, targets: readonly LinkTarget[], after: Position | undefined): Promise<boolean> {
    const filter = { categories: ['document'] };
    for (let from = after; ; ) {
      const page = await this.events.readAll({ filter, limit: PAGE, ...(from === undefined ? {} : { after: from }) });
      if (page.some((event) => isUploadFor(event, org, targets))) return true;
      if (page.length < PAGE) return false;
      from = page.at(-1)?.position;
    }
  }
}

function isUploadFor(recorded: RecordedEvent, org: string, targets: readonly LinkTarget[]): boolean {
  const { type, data, metadata } = documentCodec.decode(recorded);
  const link = type === 'document-uploaded' && metadata.org === org ? data.linked_to : null;
  return link !== null && targets.some((target) => isSameTarget(target, link));
}
