import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { freePort } from './free-port.js';
import { classPath } from './jars.js';
import { runCommand } from './run-command.js';
import type { PreparedServer, ServerPlace } from './server-process.js';

/** Apache Kafka: one broker that is its own controller (KRaft), with an empty log. */
export async function kafkaProgram({ folder, logFile }: ServerPlace): Promise<PreparedServer> {
  const [jars, port, controllerPort] = [await classPath('kafka'), await freePort(), await freePort()];
  const properties = join(folder, 'server.properties');
  writeFileSync(properties, serverProperties(folder, port, controllerPort));
  const storageTool = (...args: string[]): Promise<string> => runCommand('java', ['-cp', jars, 'kafka.tools.StorageTool', ...args]);
  const clusterId = (await storageTool('random-uuid')).trim();
  await storageTool('format', '-t', clusterId, '-c', properties);
  const broker = `127.0.0.1:${port}`;
  return {
    url: `kafka://${broker}`,
    program: {
      name: 'Apache Kafka',
      command: 'java',
      args: ['-Xmx256m', '-XX:+UseSerialGC', '-Dlog4j2.level=INFO', '-cp', jars, 'kafka.Kafka', properties],
      folder,
      logFile,
      probe: () => probeKafka(broker),
    },
  };
}

/** Topics are made by those who declare how many partitions they have, as in production; internal topics are small. */
function serverProperties(folder: string, port: number, controllerPort: number): string {
  return Object.entries({
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
    // A broker that comes back after a SIGKILL has to wait until its former self is given up; the default is 9 s.
    'broker.session.timeout.ms': 2_000,
    'broker.heartbeat.interval.ms': 500,
    'log.dirs': join(folder, 'log'),
    'auto.create.topics.enable': false,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 5,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 5,
    'group.initial.rebalance.delay.ms': 0,
  }).map(([name, value]) => `${name}=${value}\n`).join('');
}

async function probeKafka(broker: string): Promise<void> {
  const kafka = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING, connectionTimeout: 1_000, requestTimeout: 5_000, retry: { retries: 0 } });
  const admin = kafka.admin();
  try {
    await admin.connect();
    const { brokers } = await admin.describeCluster();
    if (brokers.length === 0) throw new Error('The broker has not joined its cluster yet.');
  } finally {
    await admin.disconnect();
  }
}
