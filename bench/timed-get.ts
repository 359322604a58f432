import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';

/** One connection for each service, as one client after the other has it. */
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/**
 * Milliseconds from the request until the last byte of its answer. By `node:http` and with the body thrown away: `fetch` makes so
 * much to be collected of each answer that the slowest in a hundred would tell of the client's collector.
 * @throws Error when the answer is not 2xx.
 */
export async function timedGet(url: string, headers: Readonly<Record<string, string>>): Promise<number> {
  const begun = performance.now();
  const [answer] = (await once(get(url, { agent, headers }), 'response')) as [IncomingMessage];
  answer.resume();
  await once(answer, 'end');
  const { statusCode = 0 } = answer;
  if (statusCode < 200 || statusCode > 299) throw new Error(`GET ${url} was answered ${statusCode}.`);
  return performance.now() - begun;
}
