/**
 * What a broker answers to a producer after another one with its transactional id has begun, or after its transaction took
 * too long: INVALID_PRODUCER_EPOCH, or PRODUCER_FENCED from its version 2.7 on, which kafkajs knows by number only.
 */
const FENCED = new Set([47, 90]);

/** UNKNOWN_MEMBER_ID: the group does not know the member any more. */
const UNKNOWN_MEMBER = new Set([25]);

/** UNKNOWN_TOPIC_OR_PARTITION. */
const UNKNOWN_TOPIC = new Set([3]);

/** LEADER_NOT_AVAILABLE and NOT_LEADER_OR_FOLLOWER. */
const WITHOUT_LEADER = new Set([5, 6]);

/** Whether the producer may not go on because there is another. */
export const isFenced = (error: unknown): boolean => wasAnswered(error, FENCED);

/** Whether the group has given the member up. */
export const isUnknownMember = (error: unknown): boolean => wasAnswered(error, UNKNOWN_MEMBER);

/** Whether the broker knows no such topic, or does not yet. */
export const isUnknownTopic = (error: unknown): boolean => wasAnswered(error, UNKNOWN_TOPIC);

/** Whether the partition has no leader at the moment, or another than was known. */
export const isWithoutLeader = (error: unknown): boolean => wasAnswered(error, WITHOUT_LEADER);

/** Whether one of these codes was a broker's answer; kafkajs wraps it, more than once. */
function wasAnswered(error: unknown, codes: ReadonlySet<unknown>): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && codes.has(cause.code)) return true;
  }
  return false;
}
