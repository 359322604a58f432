import { loadEnvFileIfPresent } from '#platform';
import { Command, InvalidArgumentError } from 'commander';
import pc from 'picocolors';
import { createListener } from './listener.js';

const wholeNumber = (text: string): number => {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) throw new InvalidArgumentError('must be a whole number from 0 to 65535.');
  return Number(text);
};

interface Options {
  readonly host: string;
  readonly port: number;
  readonly secret?: string;
  readonly fail: number;
}

// The secret that the service was started with, where both are started in one folder.
loadEnvFileIfPresent();

const program = new Command('webhook-listener')
  .description('Takes webhooks of Casetrail, checks their signatures and shows them.')
  .option('--port <port>', 'where to listen; 0 for any free port', wholeNumber, 4000)
  .option('--host <host>', 'where to listen', '127.0.0.1')
  .option('--secret <whsec_…>', 'the webhook secret (default: the setting CASETRAIL_WEBHOOK_SECRET)')
  .option('--fail <n>', 'answer the first n webhooks with 500, to watch them come again', wholeNumber, 0)
  .parse();

const { host, port, fail, secret = process.env.CASETRAIL_WEBHOOK_SECRET } = program.opts<Options>();
const print = (text: string): void => {
  process.stdout.write(text);
};

const server = createListener({ secret, fail, print });
server.on('error', (error) => {
  process.stderr.write(`Cannot listen on ${host}:${port}: ${error.message}\n`);
  process.exitCode = 1;
});
server.listen(port, host, () => {
  const address = server.address();
  const actual = typeof address === 'object' && address !== null ? address.port : port;
  print(`Waiting for webhooks. Give a case this webhook_url:  ${pc.bold(`http://${host}:${actual}/`)}\n`);
  if (secret === undefined) print(pc.yellow('Signatures are not checked: set CASETRAIL_WEBHOOK_SECRET or --secret.\n'));
  print(pc.dim('The service calls this machine only with WEBHOOK_ALLOWED_NETWORKS=127.0.0.0/8. Ctrl-C ends.\n\n'));
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    server.close();
    server.closeAllConnections();
  });
}
