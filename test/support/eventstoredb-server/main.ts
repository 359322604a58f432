import { InvalidArgumentError, program } from 'commander';
import { startEventStoreDbServer } from './index.js';

const port = (text: string): number => {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) throw new InvalidArgumentError('It must be a number up to 65535.');
  return Number(text);
};

program
  .name('npm run stand-in:eventstoredb --')
  .description('Starts a stand-in for an EventStoreDB server, for tests.')
  .option('--port <number>', 'where it listens, on 127.0.0.1; 0 for any free port', port, 2113)
  .requiredOption('--data <folder>', 'where its data is');

const options = program.parse().opts<{ port: number; data: string }>();
const server = await startEventStoreDbServer({ dataDir: options.data, port: options.port });
console.log('This is a stand-in for tests. It is no EventStoreDB, and no place for data that anybody needs.');
console.log(`The stand-in for EventStoreDB is ready at ${server.url}`);

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    void server.stop();
  });
}
