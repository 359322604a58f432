import { systemClock, systemTimer } from '#event-sourcing';
import { loadSettings } from '#platform';
import pc from 'picocolors';
import { runCli } from '../run-cli.js';

/** What became of a command, and what it asked the service: method, path and body of each request after the token. */
export interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly asked: readonly unknown[];
}

/** The command line in front of a service that gives these answers after the token; a text is what is piped in. */
export async function runBesideService(argv: readonly string[], ...given: (Response | string)[]): Promise<Run> {
  const asked: unknown[] = [];
  const answers = given.filter((answer) => answer instanceof Response);
  let out = '';
  let err = '';
  const code = await runCli(argv, {
    terminal: { out: (text) => void (out += text), err: (text) => void (err += text), colours: pc.createColors(false), progress: undefined },
    clock: systemClock,
    timer: systemTimer,
    fetch: async (url, init) => {
      if ((url as string).endsWith('/api/oauth/token/')) return Response.json({ access_token: 'token' });
      asked.push([init?.method, new URL(url as string).pathname, ...(typeof init?.body === 'string' ? [JSON.parse(init.body) as unknown] : [])]);
      return answers.shift() ?? new Response(null, { status: 500 });
    },
    input: async () => given.filter((text) => typeof text === 'string').join(''),
    settings: () =>
      loadSettings({ CASETRAIL_CLIENT_ID: '11111111-1111-4111-8111-111111111111', CASETRAIL_CLIENT_SECRET: 'a-secret-of-the-specs' }),
  });
  return { code, out, err, asked };
}
