import { loadSalesforceConnections } from '#deliveries';
import { createLogger, isTerminal, loadEnvFileIfPresent, loadMasterKey, loadSettings, type Platform, prepareDataDir, type Settings, SettingsError } from '#platform';
import { blobStoreProblems } from './blob-store-problems.js';

/**
 * Reads the settings of a process that has everything to itself, on whatever engines.
 * @throws SettingsError
 * @throws Error that names the setting whose file cannot be used.
 */
export function loadPlatform(): Platform {
  const settings = readSettings();
  prepareDataDir(settings.dataDir);
  return platformOf(settings);
}

/** What a process does that shares everything with others. */
export interface SharedProcess {
  /** Whether clients talk to it. */
  readonly servesApi: boolean;
  /** Whether it stores, reads or removes documents' bytes. */
  readonly needsBlobs: boolean;
}

/**
 * Reads the settings of a process that shares everything with others: it keeps nothing on its own disk.
 *
 * @throws SettingsError also when an engine is one that processes cannot share, or something is missing that they must
 *   have in common.
 */
export function loadSharedPlatform({ servesApi, needsBlobs }: SharedProcess): Platform {
  const settings = readSettings();
  const problems = [
    ...embedded('EVENT_STORE_URL', settings.eventStoreUrl, 'esdb://host:port'),
    ...embedded('READ_STORE_URL', settings.readStoreUrl, 'mongodb://host:port/database'),
    ...embedded('BROKER_URL', settings.brokerUrl, 'kafka://host:port'),
    ...(needsBlobs ? blobStoreProblems(settings) : []),
    ...(settings.masterKey ? [] : ['CASETRAIL_MASTER_KEY is missing: processes that work together have the same one']),
    ...(servesApi && settings.publicUrl === undefined ? ['PUBLIC_URL is missing: processes that answer for each other give tokens in one name'] : []),
  ];
  if (problems.length > 0) throw new SettingsError([...problems, 'for everything in one process on embedded engines there is `npm start`']);
  return platformOf(settings);
}

function readSettings(): Settings {
  loadEnvFileIfPresent();
  const settings = loadSettings(process.env, isTerminal());
  const { salesforceConnectionsFile: connections } = settings;
  // Used much later; read here so that a file which cannot be used is a setting like any other.
  if (connections !== undefined) loadSalesforceConnections(connections);
  return settings;
}

const platformOf = (settings: Settings): Platform => ({ settings, logger: createLogger(settings), masterKey: loadMasterKey(settings) });

const embedded = (name: string, url: string, example: string): readonly string[] =>
  url.startsWith('sqlite:') ? [`${name} is an embedded engine, which separate processes cannot share: it has to be like ${example}`] : [];
