import { program } from 'commander';
import { enginesDown, enginesUp } from './by-hand.js';

program
  .name('npm run engines --')
  .description('The servers that specs talk to: Kafka, a server of MongoDB\'s protocol and a stand-in for EventStoreDB.');
program
  .command('up')
  .description('starts them, if they are not running, and prints where they are, for eval in a shell')
  .action(enginesUp);
program.command('down').description('ends what "up" started, and removes its data').action(enginesDown);

try {
  await program.parseAsync();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
