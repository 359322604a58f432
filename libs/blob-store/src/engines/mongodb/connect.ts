import { type Db, type DbOptions, MongoClient, type MongoClientOptions, ReadConcern, ReadPreference } from 'mongodb';

/** An acknowledged write is in the journals of a majority and is what every later read sees; the URL cannot say otherwise. */
const DATABASE_OPTIONS: DbOptions = {
  writeConcern: { w: 'majority', journal: true },
  readConcern: new ReadConcern('majority'),
  readPreference: ReadPreference.primary,
  ignoreUndefined: true,
};

/** A server that is frozen or gone makes an error within seconds. */
const CLIENT_OPTIONS: MongoClientOptions = {
  appName: 'casetrail',
  heartbeatFrequencyMS: 1_000,
  connectTimeoutMS: 4_000,
  serverSelectionTimeoutMS: 2_000,
  waitQueueTimeoutMS: 3_000,
  socketTimeoutMS: 60_000,
};

const EXPECTED = 'BLOB_STORE_URL has to be mongodb://<user>:<password>@<host>:<port>,…/<database>, or mongodb+srv://… of the same form';

/**
 * The database that a URL names. Connects when it is first used, and again by itself whenever the connection is lost.
 * @throws Error that names BLOB_STORE_URL, and nothing of what it holds.
 */
export function openDatabase(url: string): { readonly client: MongoClient; readonly database: Db } {
  const name = /^mongodb(?:\+srv)?:\/\/[^/?]+\/([^/?]+)/.exec(url)?.[1];
  if (name === undefined) throw new Error(`${EXPECTED}: the name of the database is missing.`);
  try {
    const client = new MongoClient(url, CLIENT_OPTIONS);
    return { client, database: client.db(decodeURIComponent(name), DATABASE_OPTIONS) };
  } catch {
    // What the driver says may quote the URL, and with it the password.
    throw new Error(`${EXPECTED}. What is special in a URL has to be percent-encoded in user, password and database.`);
  }
}
