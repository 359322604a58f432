/**
 * What a broker answers to a producer after another one with its transactional id has begun, or after its transaction took
 * too long: INVALID_PRODUCER_EPOCH, or PRODUCER_FENCED from its version 2.7 on, which kafkajs knows by number only.
 */
const FENCED = new Set([47, 90]);

/** Whether the producer may not go on because there is another. kafkajs wraps what the broker has answered, more than once. */
export function isFenced(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && typeof cause.code === 'number' && FENCED.has(cause.code)) return true;
  }
  return false;
}
