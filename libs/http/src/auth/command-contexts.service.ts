import { Clock, type CommandContext, Ids } from '#event-sourcing';
import { Injectable } from '@nestjs/common';
import type { Caller } from './caller.js';

/** Says of each command who gives it, when, and as part of which request. */
@Injectable()
export class CommandContexts {
  constructor(
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /**
   * The circumstances of a command that this caller gives now; where the request came with an `Idempotency-Key`, those of the
   * one command that it stands for.
   */
  of({ org, actor, requestId, keyed }: Pick<Caller, 'org' | 'actor' | 'requestId' | 'keyed'>): CommandContext {
    return {
      org,
      actor,
      commandId: keyed?.commandId ?? this.ids.uuid(),
      correlationId: requestId,
      now: keyed?.receivedAt ?? this.clock.now(),
      ...(keyed ? { claim: keyed } : {}),
    };
  }
}
