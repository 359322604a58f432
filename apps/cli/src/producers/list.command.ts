import { producerSchema, type ProducerView } from '#organizations';
import { z } from 'zod';
import { type Cli, type JsonOption, writeJson } from '../cli.js';
import { ServiceClient } from '../service-client.js';
import { printable } from '../text/printable.js';
import { tableLines } from '../text/table.js';

const page = z.object({ next: z.string().nullable(), results: z.array(producerSchema) });

/** `producers list`. */
export async function listProducers(cli: Cli, { json }: JsonOption): Promise<void> {
  const service = new ServiceClient(cli.settings(), cli.fetch);
  const producers: ProducerView[] = [];
  for (let number = 1, more = true; more; number++) {
    const { next, results } = await service.request('GET', `/api/producers/?page_size=200&page=${number}`, page);
    producers.push(...results);
    more = next !== null;
  }
  if (json) writeJson(cli, producers);
  else cli.terminal.out(producers.length === 0 ? 'No service may give commands by message.\n' : formatProducers(producers, cli));
}

const COLUMNS = ['PRODUCER', 'NAME', 'SCOPES', 'REGISTERED', 'REVOKED'].map((title) => ({ title }));

function formatProducers(producers: readonly ProducerView[], { terminal: { colours } }: Cli): string {
  const rows = producers.map(({ producer_id, name, scopes, registered_at, revoked_at }) => [
    producer_id, printable(name), scopes.join(' '), registered_at, revoked_at ?? '–',
  ]);
  const [titles = '', ...lines] = tableLines(COLUMNS, rows);
  return [colours.bold(titles), ...lines, ''].join('\n');
}
