import pc from 'picocolors';

/** What text is painted with. */
export type Colours = ReturnType<typeof pc.createColors>;

/** Where a command speaks. */
export interface Terminal {
  /** The result. */
  readonly out: (text: string) => void;
  /** Everything else. */
  readonly err: (text: string) => void;
  readonly colours: Colours;
  /** Where progress is drawn; undefined when nobody watches. */
  readonly progress: NodeJS.WritableStream | undefined;
}

/** Whether to paint: never with NO_COLOR (no-color.org), always with FORCE_COLOR, else for a terminal that can. */
export function wantsColour(env: Readonly<Record<string, string | undefined>>, isTerminal: boolean): boolean {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false;
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '0') return true;
  return isTerminal && env.TERM !== 'dumb';
}

/** The terminal of this process. */
export const processTerminal = ({ stdout, stderr, env }: NodeJS.Process): Terminal => ({
  out: (text) => void stdout.write(text),
  err: (text) => void stderr.write(text),
  colours: pc.createColors(wantsColour(env, stdout.isTTY)),
  progress: stderr.isTTY ? stderr : undefined,
});
