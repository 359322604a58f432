import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/**
 * Runs a program to its end.
 * @returns what it printed.
 * @throws Error with what it printed, when it ended with another exit code than 0 or could not be started.
 */
export async function runCommand(command: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<string> {
  try {
    return (await execute(command, args, { env, maxBuffer: 32 * 1024 * 1024 })).stdout;
  } catch (error) {
    const { message, stdout = '', stderr = '' } = error as Error & { readonly stdout?: string; readonly stderr?: string };
    throw new Error([message, stdout, stderr].filter((text) => text !== '').join('\n'), { cause: error });
  }
}

/** Whether a program is there and answers with exit code 0. */
export async function works(command: string, ...args: readonly string[]): Promise<boolean> {
  return runCommand(command, args).then(() => true, () => false);
}
