import { type Db, type DbOptions, MongoClient, type MongoClientOptions, ReadConcern, ReadPreference } from 'mongodb';

/** What is not the same for all databases of the service. */
export interface DatabaseSettings {
  /** The name of the setting that the URL stands in: errors name it. */
  readonly setting: string;
  /** Milliseconds that the longest call may take: after that, a connection that got lost without a trace is given up. */
  readonly longestCall: number;
}

/**
 * An acknowledged write is in the journals of a majority, and a read gives nothing but what is: whoever takes over as the
 * primary has it. Reads go to the primary, where a write is seen as soon as it is acknowledged. A primary that does not
 * know yet that another took over may answer with what was so before; guards and compare-and-set, which a majority must
 * confirm, do not pass there. The URL cannot say otherwise.
 */
const DATABASE_OPTIONS: DbOptions = {
  writeConcern: { w: 'majority', journal: true },
  readConcern: new ReadConcern('majority'),
  readPreference: ReadPreference.primary,
  ignoreUndefined: true,
};

/**
 * A heartbeat goes out every second, and a server that leaves one unanswered for four is given up, which ends every call
 * that waits for it. So a frozen server makes an error in some seconds, while building an index may take as long as it
 * needs.
 */
const CLIENT_OPTIONS: MongoClientOptions = {
  appName: 'casetrail',
  heartbeatFrequencyMS: 1_000,
  connectTimeoutMS: 4_000,
  serverSelectionTimeoutMS: 2_000,
  waitQueueTimeoutMS: 3_000,
};

/**
 * The database that a URL names. Connects when it is first used, and again by itself whenever the connection is lost.
 * @throws Error that names the setting, and nothing of what it holds.
 */
export function openDatabase(url: string, { setting, longestCall }: DatabaseSettings): { readonly client: MongoClient; readonly database: Db } {
  const expected = `${setting} has to be mongodb://<user>:<password>@<host>:<port>,…/<database>, or mongodb+srv://… of the same form`;
  const name = /^mongodb(?:\+srv)?:\/\/[^/?]+\/([^/?]+)/.exec(url)?.[1];
  if (name === undefined) throw new Error(`${expected}: the name of the database is missing.`);
  try {
    const client = new MongoClient(url, { ...CLIENT_OPTIONS, socketTimeoutMS: longestCall });
    return { client, database: client.db(decodeURIComponent(name), DATABASE_OPTIONS) };
  } catch {
    // What the driver says may quote the URL, and with it the password.
    throw new Error(`${expected}. What is special in a URL has to be percent-encoded in user, password and database.`);
  }
}
