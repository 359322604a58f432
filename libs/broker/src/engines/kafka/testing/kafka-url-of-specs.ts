/**
 * The cluster that specs talk to, under names of their own.
 * @throws Error when the environment names none: such a spec fails, and is never left out silently.
 */
export function kafkaUrl(prefix: string): string {
  const url = process.env.KAFKA_URL;
  if (url === undefined) throw new Error('KAFKA_URL is not set: kafka://<host>:<port> of a cluster for specs, as `npm run engines -- up` prints it.');
  return `${url}/${prefix}`;
}
