import { join, resolve } from 'node:path';
import { MongoClient } from 'mongodb';
import { freePort } from './free-port.js';
import { classPath } from './jars.js';
import type { PreparedServer, ServerPlace } from './server-process.js';

const SOURCE = resolve('test/engines/mongodb/MongodbProtocolServer.java');

/** A server that speaks MongoDB's protocol, without a document. It is not MongoDB: see what its source says. */
export async function mongodbProgram({ folder, logFile }: ServerPlace): Promise<PreparedServer> {
  const [jars, port] = [await classPath('mongodb'), await freePort()];
  const url = `mongodb://127.0.0.1:${port}`;
  return {
    url,
    program: {
      name: 'The MongoDB-protocol server',
      command: 'java',
      args: ['-Xmx256m', '-XX:+UseSerialGC', '-cp', jars, SOURCE, join(folder, 'data.mv'), String(port)],
      folder,
      logFile,
      probe: () => probeMongodb(url),
    },
  };
}

async function probeMongodb(url: string): Promise<void> {
  const client = new MongoClient(url, { serverSelectionTimeoutMS: 1_000 });
  try {
    await client.db('admin').command({ ping: 1 });
  } finally {
    await client.close();
  }
}
