import 'reflect-metadata';
import { text } from 'node:stream/consumers';
import { randomIds, systemClock, systemTimer } from '#event-sourcing';
import { loadEnvFileIfPresent, loadSettings } from '#platform';
import { runCli } from './run-cli.js';
import { processTerminal } from './terminal.js';

// Whoever reads the output may have seen enough, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.exitCode = await runCli(process.argv.slice(2), {
  terminal: processTerminal(process),
  clock: systemClock,
  timer: systemTimer,
  ids: randomIds,
  fetch,
  input: () => text(process.stdin),
  settings: () => {
    loadEnvFileIfPresent();
    return loadSettings(process.env);
  },
});
