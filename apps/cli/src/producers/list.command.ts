import { producerSchema, type ProducerView } from '#organizations';
import { type Cli, type JsonOption, writeJson } from '../cli.js';
import { printTable } from '../print-table.js';
import { ServiceClient } from '../service-client.js';
import { printable } from '../text/printable.js';

/** `producers list`. */
export async function listProducers(cli: Cli, { json }: JsonOption): Promise<void> {
  const service = new ServiceClient(cli);
  const producers = await service.all('/api/producers/', producerSchema);
  if (json) writeJson(cli, producers);
  else printTable(cli, COLUMNS, producers.map(cells), 'No service may give commands by message.');
}

const COLUMNS = ['PRODUCER', 'NAME', 'SCOPES', 'REGISTERED', 'REVOKED'];

const cells = ({ producer_id, name, scopes, registered_at, revoked_at }: ProducerView): readonly string[] => [
  producer_id, printable(name), scopes.join(' '), registered_at, revoked_at ?? '–',
];
