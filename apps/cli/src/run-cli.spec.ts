import { randomIds, systemClock, systemTimer } from '#event-sourcing';
import { loadSettings } from '#platform';
import { describe, expect, it } from '@jest/globals';
import pc from 'picocolors';
import { runCli } from './run-cli.js';
import { wantsColour } from './terminal.js';

async function run(...argv: string[]) {
  const said = { out: '', err: '' };
  const code = await runCli(argv, {
    terminal: {
      out: (text) => void (said.out += text),
      err: (text) => void (said.err += text),
      colours: pc.createColors(false),
      progress: undefined,
    },
    clock: systemClock,
    timer: systemTimer,
    ids: randomIds,
    fetch: () => Promise.reject(new TypeError('fetch failed')),
    input: () => Promise.resolve(''),
    settings: () => loadSettings({ DATA_DIR: '/there/is/no/such/folder' }),
  });
  return { code, ...said };
}

describe('a wrong use', () => {
  it.each([
    [['frobnicate'], "unknown command 'frobnicate'"],
    [['replay'], "missing required argument 'case id'"],
    [['replay', 'x'], 'A case id is a whole number from 1.'],
    [['replay', '0'], 'A case id is a whole number from 1.'],
    [['replay', '1', '2'], 'too many arguments'],
    [['replay', '1', '--until', 'yesterday'], 'Give a revision (0, 1, …) or an ISO 8601 time'],
    [['verify', '--loudly'], "unknown option '--loudly'"],
    [['projections', 'rebuild'], "missing required argument 'name'"],
    [[], 'Usage: casetrail'],
    [['projections'], 'Usage: casetrail projections'],
    [['producers', 'register', 'screening'], "required option '--scope <scope...>' not specified"],
    [['producers', 'register', 'screening', '--scope', 'admin'], 'Allowed choices are cases:write, customers:write, decisions:write.'],
    [['producers', 'revoke', 'screening'], 'A producer id is a UUID'],
    [['clients', 'register', 'a', '--scope', 'everything'], 'Allowed choices are cases:read'],
    [['clients', 'register', 'a', '--api-version', '4'], 'Versions are 1, 2 and 3.'],
    [['clients', 'revoke', 'a'], 'A client id is a UUID'],
    [['organizations', 'create', 'acme'], "required option '--name <name>' not specified"],
    [['webhook-secrets', 'rotate', '--overlap-hours', '721'], 'Hours are a whole number from 0 to 720.'],
    [['members', 'add', 'ada@example.com', '--name', 'Ada'], "required option '--role <role>' not specified"],
    [['members', 'change', 'ada'], 'A member id is a whole number from 1.'],
    [['members', 'change', '5', '--password-stdin', '--no-password'], 'cannot be used with'],
  ])('%j ends with 2 and says what is wrong', async (argv, problem) => {
    const { code, out, err } = await run(...argv);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(problem);
  });
});

describe('help', () => {
  it.each([[[]], [['status']], [['projections']], [['projections', 'list']], [['projections', 'rebuild']], [['dead-letters']], [['dead-letters', 'list']], [['dead-letters', 'replay']], [['producers']], [['producers', 'register']], [['producers', 'list']], [['producers', 'revoke']], [['replay']], [['verify']], [['members']], [['members', 'add']], [['members', 'list']], [['members', 'change']], [['members', 'remove']], [['clients']], [['clients', 'register']], [['clients', 'list']], [['clients', 'revoke']], [['organizations']], [['organizations', 'create']], [['organizations', 'list']], [['webhook-secrets']], [['webhook-secrets', 'list']], [['webhook-secrets', 'rotate']], [['webhook-secrets', 'retire']]])(
    'is there for %j, whatever the settings are',
    async (command) => {
      const { code, out, err } = await run(...command, '--help');
      expect([code, err]).toEqual([0, '']);
      expect(out).toContain(`Usage: ${['casetrail', ...command].join(' ')}`);
      expect(out).toContain(out.includes('\nCommands:') ? '--help' : '--json');
    },
  );
});

describe('a failure', () => {
  it.each([
    [['replay', '1'], 'There is no event store at /there/is/no/such/folder/events.db.'],
    [['verify', '--json'], 'There is no event store at /there/is/no/such/folder/events.db.'],
    [['projections', 'list'], 'There is no read store at /there/is/no/such/folder/read.db.'],
    [['projections', 'rebuild', 'cases'], 'CASETRAIL_CLIENT_ID and CASETRAIL_CLIENT_SECRET are not set'],
  ])('%j ends with 1, on standard error, without a stack', async (argv, problem) => {
    const { code, out, err } = await run(...argv);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(`casetrail: ${problem}`);
    expect(err.split('\n')).toHaveLength(2);
  });
});

it.each([
  [true, {}, true],
  [false, {}, false],
  [false, { CI: 'true' }, false],
  [false, { NO_COLOR: '1' }, true],
  [false, { NO_COLOR: '1', FORCE_COLOR: '1' }, true],
  [true, { NO_COLOR: '' }, true],
  [true, { FORCE_COLOR: '1' }, false],
  [false, { FORCE_COLOR: '0' }, false],
  [false, { TERM: 'dumb' }, true],
])('colours: %s for %j, terminal %s', (wanted, env, isTerminal) => {
  expect(wantsColour(env, isTerminal)).toBe(wanted);
});
