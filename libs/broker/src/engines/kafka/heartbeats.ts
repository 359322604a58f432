/**
 * Works while it keeps telling the group that this member is alive. When the group does not want it any more (another
 * member has come, or the session is over), the signal that the work got is aborted, and the reason is thrown once the work
 * has ended: only then will kafkajs join again, so nobody else is given what is still being worked on here.
 */
export async function whileBeating<T>(
  heartbeat: () => Promise<void>,
  everyMs: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const unwanted = new AbortController();
  const beating = setInterval(() => {
    heartbeat().catch((reason: unknown) => {
      unwanted.abort(reason);
    });
  }, everyMs);
  try {
    const result = await work(AbortSignal.any([signal, unwanted.signal]));
    unwanted.signal.throwIfAborted();
    return result;
  } finally {
    clearInterval(beating);
  }
}
