import { registeredProducerSchema } from '#organizations';
import { type Cli, type JsonOption, type KeyOption, writeJson } from '../cli.js';
import { ServiceClient } from '../service-client.js';
import { printable } from '../text/printable.js';

export interface RegisterOptions extends JsonOption, KeyOption {
  readonly scope: readonly string[];
}

/** `producers register <name>`. */
export async function registerProducer(cli: Cli, name: string, { scope, json, idempotencyKey }: RegisterOptions): Promise<void> {
  const service = new ServiceClient(cli);
  const producer = await service.change('POST', '/api/producers/', registeredProducerSchema, { name, scopes: scope }, idempotencyKey);
  if (json) {
    writeJson(cli, producer);
    return;
  }
  const { out, colours } = cli.terminal;
  out(`${colours.green(`${printable(producer.name)} may give commands: ${producer.scopes.join(', ')}.`)}\n\n`);
  out(`  producer_id  ${producer.producer_id}\n  secret       ${producer.secret}\n\nKeep the secret now; it is not shown again.\n`);
}
