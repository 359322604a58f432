import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Message } from '#broker';
import { commandMessage, decideCheckCommand, isSignedWith, replyMessages } from '#messaging';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fencedBlocks } from './markdown.js';

const GUIDE = readFileSync('docs/how-to/connect-an-internal-service.md', 'utf8');
const blocks = (language: string): readonly string[] => fencedBlocks(GUIDE).flatMap(({ info, text }) => (info[0] === language ? [text] : []));
const PRODUCER = '11111111-1111-4111-8111-111111111111';

type MakeCommand = (parts: object) => Message;

describe('the guide to internal services', () => {
  const [signing = '', screening = ''] = blocks('js');
  const folder = mkdtempSync(join(tmpdir(), 'internal-service-'));
  let command: MakeCommand;
  beforeAll(async () => {
    const file = join(folder, 'casetrail-command.mjs');
    writeFileSync(file, signing);
    ({ command } = (await import(pathToFileURL(file).href)) as { command: MakeCommand });
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const decision = () =>
    command({
      producer: PRODUCER, secret: 'secret', id: 'decision-1', source: '/screening', type: decideCheckCommand.type,
      data: { check_id: 128, outcome: 'ACCEPTED' }, key: 'acme.1', time: new Date('2026-01-02T03:04:05.678Z'),
    });

  it('signs commands as Casetrail wants them', () => {
    const message = commandMessage(decision());
    expect(message).toMatchObject({ id: 'decision-1', producerId: PRODUCER, type: 'casetrail.decide-check.v1', correlationId: 'decision-1' });
    expect(isSignedWith('secret', message)).toBe(true);
    expect(isSignedWith('another', message)).toBe(false);
    expect(() => decideCheckCommand.prepare(JSON.parse(message.body))).not.toThrow();
  });

  it('has a service that can be run as it stands', () => {
    const file = join(folder, 'screening.mjs');
    writeFileSync(file, screening);
    expect(screening).toContain("from './casetrail-command.mjs'");
    expect(() => execFileSync(process.execPath, ['--check', file], { stdio: 'pipe' })).not.toThrow();
  });

  it('shows a reply as it is', () => {
    const reply: unknown = JSON.parse(blocks('json')[0] ?? '');
    expect(replyMessages[1].schema.strict().parse(reply)).toEqual(reply);
  });
});
