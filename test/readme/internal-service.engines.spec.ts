import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { Service } from '../support/service.js';
import { fencedBlocks } from './markdown.js';

jest.setTimeout(120_000);

const GUIDE = readFileSync('docs/how-to/connect-an-internal-service.md', 'utf8');

describe('the service of the guide, on Kafka', () => {
  const folder = mkdtempSync(join(tmpdir(), 'screening-'));
  const service = new Service();
  let screening: ChildProcess | undefined;
  let printed = '';
  beforeAll(() => service.start());
  afterAll(async () => {
    if (screening?.exitCode === null) {
      const ended = once(screening, 'close');
      screening.kill('SIGKILL');
      await ended;
    }
    await service.dispose();
    rmSync(folder, { recursive: true });
  });

  it('decides the checks of its type', async () => {
    const [signing = '', script = ''] = fencedBlocks(GUIDE).flatMap(({ info, text }) => (info[0] === 'js' ? [text] : []));
    writeFileSync(join(folder, 'casetrail-command.mjs'), signing);
    writeFileSync(join(folder, 'screening.mjs'), script);
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
    const { body } = await service.api.request('POST', '/api/producers/', { json: { name: 'screening', scopes: ['decisions:write'] } });
    const { producer_id, secret } = body as { producer_id: string; secret: string };
    const [brokers = '', prefix = ''] = service.brokerUrl.replace('kafka://', '').split('/');

    const env = { PATH: process.env.PATH, KAFKA_BROKERS: brokers, TOPIC_PREFIX: prefix, PRODUCER_ID: producer_id, PRODUCER_SECRET: secret };
    screening = spawn(process.execPath, ['screening.mjs'], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    screening.stdout?.setEncoding('utf8').on('data', (text: string) => (printed += text));
    screening.stderr?.setEncoding('utf8').on('data', (text: string) => (printed += text));

    const { id, checks } = await service.api.createCase({ customer: { full_name: 'Ada' }, checks: [{ check_type: 'SANCTION' }, { check_type: 'PEP' }] });
    const decided = await eventually(
      async () => {
        const found = await service.api.getCase(id);
        if (found.checks[0]?.status !== 'DECIDED') throw new Error(`The check is not decided. The service printed: ${printed}`);
        return found;
      },
      { withinMs: 60_000, everyMs: 200 },
    );
    expect(decided.checks.map(({ outcome, note }) => ({ outcome, note }))).toEqual([
      { outcome: 'ACCEPTED', note: `Case ${id} is on no list.` },
      { outcome: null, note: null },
    ]);
    expect(printed).toContain(`check ${checks[0]?.id ?? ''} of case ${id}: ACCEPTED`);
  });
});
