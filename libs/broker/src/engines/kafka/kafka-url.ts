/** Where a Kafka cluster is, and what stands before every name that is used there. */
export interface KafkaLocation {
  /** `host:port` of brokers to begin with. */
  readonly brokers: readonly string[];
  /** Stands before every topic, group and transactional id, so that several installations may share a cluster; may be empty. */
  readonly prefix: string;
  readonly tls: boolean;
  readonly credentials?: KafkaCredentials;
}

/** How a client proves to the cluster who it is: SASL, over TLS alone. */
export interface KafkaCredentials {
  readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
  readonly username: string;
  readonly password: string;
}

const EXPECTED =
  'expected kafka://<host>:<port>,<host>:<port>[/<prefix>], kafka+ssl://… for TLS, ' +
  'or kafka+sasl_ssl://<user>:<password>@…[?mechanism=plain|scram-sha-256|scram-sha-512]';
const FORM = /^(?<scheme>kafka|kafka\+ssl|kafka\+sasl_ssl):\/\/(?:(?<user>[^:@/]+):(?<password>[^@/]+)@)?(?<hosts>[^@/?]+)(?:\/(?<prefix>[^?]*))?(?:\?mechanism=(?<mechanism>.*))?$/;
const HOST = /^(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:]+\]):[0-9]{1,5}$/;

/**
 * What a BROKER_URL says of a Kafka cluster. User and password are percent-encoded.
 *
 * @throws Error naming BROKER_URL, and never what the URL holds, because that may be a password.
 */
export function parseKafkaUrl(url: string): KafkaLocation {
  const { scheme, user, password, hosts = '', prefix = '', mechanism } = FORM.exec(url)?.groups ?? {};
  const brokers = hosts.split(',');
  if (scheme === undefined || !brokers.every((host) => HOST.test(host))) throw new Error(`BROKER_URL: not a Kafka cluster; ${EXPECTED}.`);
  if (!/^[A-Za-z0-9._-]{0,100}$/.test(prefix)) throw new Error('BROKER_URL: the prefix has up to 100 letters, digits, dots, dashes and underscores.');
  const location = { brokers, prefix, tls: scheme !== 'kafka' };
  if (scheme !== 'kafka+sasl_ssl') {
    if (user !== undefined || mechanism !== undefined) throw new Error(`BROKER_URL: credentials are sent over TLS alone; ${EXPECTED}.`);
    return location;
  }
  if (user === undefined || password === undefined) throw new Error(`BROKER_URL: user and password are missing; ${EXPECTED}.`);
  return { ...location, credentials: { mechanism: mechanismOf(mechanism ?? 'plain'), username: decoded(user), password: decoded(password) } };
}

function mechanismOf(name: string): KafkaCredentials['mechanism'] {
  if (name === 'plain' || name === 'scram-sha-256' || name === 'scram-sha-512') return name;
  throw new Error(`BROKER_URL: no such mechanism; ${EXPECTED}.`);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new Error('BROKER_URL: user or password is not percent-encoded.');
  }
}
