import { systemClock } from '#event-sourcing';
import { loadSettings } from '#platform';
import pc from 'picocolors';
import { runCli } from '../run-cli.js';

/** What became of a command, and what it asked the service: method, path and body of each request after the token. */
export interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly asked: readonly unknown[];
  /** The `Idempotency-Key` of each of them; null where there was none. */
  readonly keys: readonly (string | null)[];
}

/** What the command line makes up where it needs a key. */
export const MADE_UP_KEY = '33333333-3333-4333-8333-333333333333';

/**
 * The command line in front of a service that gives these answers after the token; an error is an answer that gets lost, a text is
 * what is piped in. Nobody waits for anything.
 */
export async function runBesideService(argv: readonly string[], ...given: (Response | Error | string)[]): Promise<Run> {
  const asked: unknown[] = [];
  const keys: (string | null)[] = [];
  const answers = given.filter((answer) => typeof answer !== 'string');
  let out = '';
  let err = '';
  const code = await runCli(argv, {
    terminal: { out: (text) => void (out += text), err: (text) => void (err += text), colours: pc.createColors(false), progress: undefined },
    clock: systemClock,
    timer: { delay: () => Promise.resolve() },
    ids: { uuid: () => MADE_UP_KEY },
    fetch: async (url, init) => {
      if ((url as string).endsWith('/api/oauth/token/')) return Response.json({ access_token: 'token' });
      asked.push([init?.method, new URL(url as string).pathname, ...(typeof init?.body === 'string' ? [JSON.parse(init.body) as unknown] : [])]);
      keys.push(new Headers(init?.headers).get('idempotency-key'));
      const answer = answers.shift() ?? new Response(null, { status: 500 });
      if (answer instanceof Error) throw answer;
      return answer;
    },
    input: async () => given.filter((text) => typeof text === 'string').join(''),
    settings: () =>
      loadSettings({ CASETRAIL_CLIENT_ID: '11111111-1111-4111-8111-111111111111', CASETRAIL_CLIENT_SECRET: 'a-secret-of-the-specs' }),
  });
  return { code, out, err, asked, keys };
}
