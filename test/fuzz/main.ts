import { parseArgs } from 'node:util';
import { Service } from '../support/service.js';
import { fuzz } from './fuzz.js';

const { values } = parseArgs({
  options: { requests: { type: 'string', default: '20000' }, seed: { type: 'string', default: String(Date.now() % 1_000_000) } },
});
const [requests, seed] = [Number(values.requests), Number(values.seed)];
const service = await Service.started();
try {
  console.log(`${requests} requests, seed ${seed} …`);
  const from = performance.now();
  const { statuses, violations } = await fuzz(service, { requests, seed });
  console.log(`answered in ${((performance.now() - from) / 1_000).toFixed(1)} s, by status:`, statuses);
  for (const violation of violations.slice(0, 50)) console.error(`  ${violation}`);
  console.log(violations.length === 0 ? 'Nothing was wrong.' : `${violations.length} things were wrong.`);
  process.exitCode = violations.length === 0 ? 0 : 1;
} finally {
  await service.dispose();
}
