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

  /** The circumstances of a command that this caller gives now. */
  of(caller: Pick<Caller, 'org' | 'actor' | 'requestId'>): CommandContext {
    return {
      org: caller.org,
      actor: caller.actor,
      commandId: this.ids.uuid(),
      correlationId: caller.requestId,
      now: this.clock.now(),
    };
  }
}
