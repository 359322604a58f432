/**
 * What is promised, or an error when that takes longer.
 *
 * @param what is named by the error.
 */
export async function within<T>(milliseconds: number, what: string, promise: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timeout = setTimeout(() => {
    late.reject(new Error(`${what} took longer than ${milliseconds} ms.`));
  }, milliseconds);
  try {
    return await Promise.race([promise, late.promise]);
  } finally {
    clearTimeout(timeout);
  }
}
