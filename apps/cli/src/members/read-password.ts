import type { Cli } from '../cli.js';
import { CommandFailure } from '../failure.js';

/**
 * The first line of what is piped in.
 * @throws CommandFailure when nothing is.
 */
export async function readPassword(cli: Cli): Promise<string> {
  const [line = ''] = (await cli.input()).split(/\r?\n/, 1);
  if (line === '') throw new CommandFailure('There is no password on standard input: pipe it in, as in … --password-stdin < password.txt');
  return line;
}
