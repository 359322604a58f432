/** One node of a cluster, or the name under which a DNS server lists them all. */
interface Node {
  readonly address: string;
  readonly port: number;
}

/** What a URL says of how to connect; where it says nothing, the client's own defaults hold. */
export interface ConnectionSettings {
  readonly nodes: readonly [Node, ...Node[]];
  /** Whether the one node is a DNS name of all nodes. */
  readonly discover: boolean;
  readonly credentials?: { readonly username: string; readonly password: string };
  readonly tls: boolean;
  readonly options: ConnectionOptions;
}

/** The part after the question mark, but for `tls`. Times in milliseconds, but for `gossipTimeout`, which is in seconds. */
export interface ConnectionOptions {
  readonly tlsCAFile?: string;
  readonly userCertFile?: string;
  readonly userKeyFile?: string;
  readonly connectionName?: string;
  readonly defaultDeadline?: number;
  readonly keepAliveInterval?: number;
  readonly keepAliveTimeout?: number;
  readonly maxDiscoverAttempts?: number;
  readonly discoveryInterval?: number;
  readonly gossipTimeout?: number;
}

const FORM = /^(?:esdb|kurrentdb)(\+discover)?:\/\/(?:([^@/?]*)@)?([^@/?]+)\/?(?:\?(.*))?$/;
const DEFAULT_PORT = 2113;

const TEXTS = ['tlsCAFile', 'userCertFile', 'userKeyFile', 'connectionName'] as const;
const NUMBERS = ['defaultDeadline', 'keepAliveInterval', 'keepAliveTimeout', 'maxDiscoverAttempts', 'discoveryInterval', 'gossipTimeout'] as const;

/** Settings that would change nothing here, by the only value that they may have. */
const FIXED: Readonly<Record<string, string>> = { nodepreference: 'leader', tlsverifycert: 'true', throwonappendfailure: 'true' };

/**
 * Reads a connection string such as `esdb://user:password@one:2113,two:2113?tls=true`, or `esdb+discover://…`, or either
 * with KurrentDB's name. The client could do that too, but prints the whole string, password included, when it finds
 * something in it that it does not know.
 *
 * @throws Error naming the setting and what is wrong, never a user name or password.
 */
export function parseConnectionString(url: string): ConnectionSettings {
  const [, discover, userInfo, hosts, query = ''] = FORM.exec(url.trim()) ?? [];
  if (hosts === undefined) throw wrong('has to look like esdb://user:password@host:2113?tls=true, with "%40" for "@" and so on in names and passwords');
  const [first, ...others] = hosts.split(',').map(nodeOf);
  if (first === undefined) throw wrong('names no node');
  const { tls, ...options } = optionsIn(query);
  return {
    nodes: [first, ...others],
    discover: discover !== undefined,
    ...(userInfo === undefined ? {} : { credentials: credentialsIn(userInfo) }),
    tls,
    options,
  };
}

function nodeOf(host: string): Node {
  const [, address, port] = /^([A-Za-z0-9._-]+)(?::(\d{1,5}))?$/.exec(host) ?? [];
  if (address === undefined) throw wrong('names a node that is no host:port');
  return { address, port: port === undefined ? DEFAULT_PORT : Number(port) };
}

function credentialsIn(userInfo: string): { readonly username: string; readonly password: string } {
  const [username, password, ...rest] = userInfo.split(':');
  if (username === undefined || password === undefined || rest.length > 0) throw wrong('has to hold a user name and a password, with "%3A" for ":" in them');
  try {
    return { username: decodeURIComponent(username), password: decodeURIComponent(password) };
  } catch {
    throw wrong('holds a user name or password with a "%" that is not followed by two digits');
  }
}

function optionsIn(query: string): ConnectionOptions & { readonly tls: boolean } {
  const options: Record<string, string | number> = {};
  let tls = true;
  for (const [key, value] of new URLSearchParams(query)) {
    const same = (name: string): boolean => name.toLowerCase() === key.toLowerCase();
    const text = TEXTS.find(same);
    const number = NUMBERS.find(same);
    if (same('tls')) tls = trueOrFalse(value);
    else if (text !== undefined) options[text] = value;
    else if (number !== undefined) options[number] = integer(number, value);
    else requireFixed(key, value);
  }
  return { ...options, tls };
}

function trueOrFalse(value: string): boolean {
  if (value !== 'true' && value !== 'false') throw wrong('has to say tls=true or tls=false');
  return value === 'true';
}

function integer(name: string, value: string): number {
  if (!/^[1-9]\d*$/.test(value)) throw wrong(`has to give a positive number for ${name}`);
  return Number(value);
}

function requireFixed(key: string, value: string): void {
  const fixed = FIXED[key.toLowerCase()];
  if (fixed === undefined) throw wrong(`has an option that is not known: ${key}`);
  if (value.toLowerCase() !== fixed) throw wrong(`can only say ${key}=${fixed}`);
}

const wrong = (what: string): Error => new Error(`EVENT_STORE_URL ${what}.`);
