import type { Timer } from '#event-sourcing';
import { z } from 'zod';
import { CommandFailure } from './failure.js';
import { explanation, type ServiceRequest, ServiceUnreachable } from './service-connection.js';

/** How often a request is sent until it is known what became of it. */
const TRIES = 3;
/** Milliseconds between two tries, where the service does not say how long. */
const PAUSE = 2_000;

/** A request that changes something, and with what it waits. */
export interface Change extends Pick<ServiceRequest, 'method' | 'path'> {
  /** Its `Idempotency-Key`, for the message that nobody answered. */
  readonly key: string;
  readonly timer: Timer;
}

/**
 * Sends a request until it has an answer for good.
 * @param ask sends it, the same each time.
 * @throws ServiceUnreachable at once when nobody is there to be asked.
 * @throws CommandFailure with the key, when it is not known whether anything was changed.
 */
export async function untilAnswered(ask: () => Promise<Response>, change: Change): Promise<Response> {
  for (let tries = 1; ; tries++) {
    const outcome = await ask().catch((error: unknown) => {
      if (error instanceof ServiceUnreachable && (error.sent || tries > 1)) return error;
      throw error;
    });
    if (outcome instanceof Response && !(await isPending(outcome))) return outcome;
    if (tries === TRIES) throw await notKnown(outcome, change);
    await change.timer.delay(pauseAfter(outcome));
  }
}

const inProgress = z.object({ code: z.literal('request_in_progress') });

/** Whether the same request is answered otherwise later: something behind the service was away, or an earlier try is still at it. */
async function isPending(answer: Response): Promise<boolean> {
  if (answer.status === 503) return true;
  return answer.status === 409 && inProgress.safeParse(await answer.clone().json().catch(() => undefined)).success;
}

function pauseAfter(outcome: Response | ServiceUnreachable): number {
  const seconds = outcome instanceof Response ? Number(outcome.headers.get('retry-after')) : 0;
  return seconds > 0 ? seconds * 1_000 : PAUSE;
}

async function notKnown(outcome: Response | ServiceUnreachable, { method, path, key }: Change): Promise<CommandFailure> {
  const problem = outcome instanceof Response ? `The service did not carry out ${method} ${path}: ${await explanation(outcome)}` : outcome.message;
  return new CommandFailure(
    `${problem} It is not known whether anything was changed. Give the same command with --idempotency-key ${key} to find out: nothing is done twice.`,
  );
}
