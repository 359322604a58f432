import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { type FencedBlock, fencedBlocks } from './markdown.js';
import { ProjectCopy } from './project-copy.js';
import { missingStretch } from './shown-output.js';
import { Terminal } from './terminal.js';

jest.setTimeout(60_000);

type Place = 'service' | 'listener' | 'client';

/** Commands for one of the three terminals, and the output that the README shows for them. */
interface Step {
  readonly place: Place;
  readonly commands: string;
  readonly shown: string;
}

const blocks = fencedBlocks(readFileSync('README.md', 'utf8'));
const isStep = ({ info: [language, place] }: FencedBlock): boolean => language === 'sh' && place !== undefined;
const steps = blocks.flatMap((block, index): Step[] => {
  const next = blocks[index + 1];
  const shown = next?.info.join() === 'text' ? next.text : '';
  return isStep(block) ? [{ place: block.info[1] as Place, commands: block.text, shown }] : [];
});
const shownByListener = blocks.find(({ info }) => info.join() === 'text,listener')?.text ?? '';
const stepsOf = (place: Place): readonly Step[] => steps.filter((step) => step.place === place);

/** The README's own commands, pasted block by block. Only the ports are others, since those of the text may be taken. */
describe("the README's quickstart", () => {
  let copy: ProjectCopy;
  let terminals: Record<Place, Terminal>;
  let ports: readonly (readonly [string, string])[] = [];
  const withPorts = (text: string): string => ports.reduce((changed, [from, to]) => changed.replaceAll(from, to), text);

  beforeAll(() => {
    copy = new ProjectCopy();
    terminals = {
      service: new Terminal(copy.folder, { PORT: '0' }),
      listener: new Terminal(copy.folder),
      client: new Terminal(copy.folder),
    };
  });
  afterAll(async () => {
    for (const terminal of Object.values(terminals)) await terminal.close();
    copy[Symbol.dispose]();
  });

  /** Pastes commands that do not end, and notes on which port what they start listens. */
  async function startIn(place: Place, commands: string, usualPort: number): Promise<void> {
    terminals[place].paste(commands);
    const port = await eventually(() => {
      const found = /http:\/\/127\.0\.0\.1:([1-9]\d*)/.exec(terminals[place].output)?.[1];
      if (found === undefined) throw new Error(`It does not listen yet:\n${terminals[place].output}`);
      return found;
    }, { withinMs: 30_000 });
    ports = [...ports, [`127.0.0.1:${usualPort}`, `127.0.0.1:${port}`]];
  }

  it('starts the service and the listener', async () => {
    const [service, ...noMoreServices] = stepsOf('service');
    const [listener, ...noMoreListeners] = stepsOf('listener');
    expect([...noMoreServices, ...noMoreListeners]).toEqual([]);
    await startIn('service', service!.commands, 3000);
    await startIn('listener', listener!.commands.replace('npm run webhook-listener', '$& -- --port 0'), 4000);
    expect(missingStretch(terminals.service.output, withPorts(service!.shown))).toBeUndefined();
    expect(missingStretch(terminals.listener.output, withPorts(listener!.shown))).toBeUndefined();
  });

  it.each(stepsOf('client').map((step, index) => [index + 1, step] as const))('gives what it shows, step %i', async (_, step) => {
    const reads = !step.commands.includes(' -d ');
    // What follows from a write follows within moments: a person is slower than that.
    await eventually(
      async () => {
        const output = await terminals.client.run(withPorts(step.commands));
        const missing = missingStretch(output, withPorts(step.shown));
        if (missing !== undefined) expect(output).toBe(missing);
        if (!step.shown.includes('…')) expect(output.split('\n')).toHaveLength(step.shown.split('\n').length);
      },
      { withinMs: reads ? 10_000 : 0, everyMs: 200 },
    );
  });

  it('shows the webhook as it arrives', async () => {
    expect(shownByListener).toContain('case 1');
    await eventually(() => {
      const missing = missingStretch(terminals.listener.output, shownByListener);
      if (missing !== undefined) expect(terminals.listener.output).toBe(missing);
    });
  });

  it('has steps for all of this', () => {
    expect(stepsOf('client').map(({ commands }) => commands).join()).toContain('casetrail -- replay 1');
    expect(stepsOf('client').filter(({ shown }) => shown !== '')).toHaveLength(5);
  });
});
