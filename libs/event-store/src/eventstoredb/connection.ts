import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { Channel, ChannelCredentials, type ChannelOptions } from '@grpc/grpc-js';
import { EventStoreDBClient, type SingleNodeOptions, UnavailableError } from '@eventstore/db-client';
import type { StreamsClient as Streams } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type { ConnectionSettings } from './connection-string.js';
import { asUnavailable } from './errors.js';
import { StreamsClient } from './protocol.js';

/** A call that takes appends and gives answers, both in any number. */
export type AppendCall = ReturnType<Streams['batchAppend']>;

/** How long a call may take, in milliseconds, unless the URL says otherwise: a frozen store is to be answered by a 503 soon. */
const DEADLINE = 2_000;

/** Seconds after which another node of a cluster is asked who leads. */
const GOSSIP_TIMEOUT = 1;

/** How often a connection is asked for a sign of life, and how long it has for that, in milliseconds. */
const KEEP_ALIVE_INTERVAL = 10_000;
const KEEP_ALIVE_TIMEOUT = 5_000;

/** How long nothing is tried after an attempt to connect that failed, in milliseconds: from this up to that. */
const SHORTEST_PAUSE = 500;
const LONGEST_PAUSE = 3_000;

/** Events may have 16 MB, however they were written. */
const LARGEST_MESSAGE = 17 * 1024 * 1024;

/**
 * The client, with what its own interface does not offer: a call for appends, and giving the connection back. It opens
 * another connection by itself after a call that failed because its node is gone or does not lead any more.
 */
export class Connection extends EventStoreDBClient {
  /** How long a call may take, in milliseconds. */
  readonly deadline: number;
  private givingUp: Promise<void> = Promise.resolve();
  private channel: Channel | undefined;
  private closed = false;

  constructor({ nodes, discover, credentials, tls, options }: ConnectionSettings) {
    const { tlsCAFile, userCertFile, userKeyFile, defaultDeadline = DEADLINE, keepAliveInterval, keepAliveTimeout, ...others } = options;
    const [first] = nodes;
    const where = discover ? { discover: first } : nodes.length > 1 ? { endpoints: [...nodes] } : { endpoint: first };
    const files = {
      ...(tlsCAFile === undefined ? {} : { rootCertificate: readFileSync(tlsCAFile) }),
      ...(userKeyFile === undefined ? {} : { userKeyFile: readFileSync(userKeyFile) }),
      ...(userCertFile === undefined ? {} : { userCertFile: readFileSync(userCertFile) }),
    };
    // It takes any of the three, which its overloads do not say.
    super({ gossipTimeout: GOSSIP_TIMEOUT, ...others, ...where } as SingleNodeOptions, { insecure: !tls, ...files }, credentials);
    this.deadline = defaultDeadline;
    this.surviveItsOwnErrors();
    this.makeChannels(tls ? ChannelCredentials.createSsl(files.rootCertificate, files.userKeyFile, files.userCertFile) : ChannelCredentials.createInsecure(), {
      'grpc.keepalive_time_ms': keepAliveInterval ?? KEEP_ALIVE_INTERVAL,
      'grpc.keepalive_timeout_ms': keepAliveTimeout ?? KEEP_ALIVE_TIMEOUT,
      'grpc.initial_reconnect_backoff_ms': SHORTEST_PAUSE,
      'grpc.max_reconnect_backoff_ms': LONGEST_PAUSE,
      'grpc.max_receive_message_length': LARGEST_MESSAGE,
    });
  }

  /** Resolves when the connection of a call that failed is given up, so that the next call opens another. */
  get settled(): Promise<void> {
    return this.givingUp;
  }

  /**
   * Begins a call for appends, at the leader, once there is a connection.
   *
   * @throws StoreUnavailableError when there is none: nothing was sent.
   */
  async openAppendCall(): Promise<AppendCall> {
    const open = this.GRPCStreamCreator(StreamsClient, 'batchAppend', async (client: Streams) => {
      await this.connected(client);
      return client.batchAppend(...this.callArguments({ requiresLeader: true }, { deadline: Infinity }));
    });
    try {
      return await open();
    } catch (error) {
      throw asUnavailable(error);
    }
  }

  /**
   * Ends all calls and gives the connection back. Nothing is waited for: a call that ended while nobody read it never says so,
   * and a node may still be looked for.
   */
  close(): void {
    this.closed = true;
    void this.dispose();
    this.channel?.close();
  }

  private async connected(client: Streams): Promise<void> {
    try {
      await promisify(client.waitForReady.bind(client))(Date.now() + this.deadline);
    } catch (error) {
      // Otherwise the client would go on with a node that is gone.
      await this.handleError(client, new UnavailableError());
      throw error;
    }
  }

  /**
   * The client's own channels wait for up to two minutes, after a long outage, before they try to connect again, and it has no
   * option for that. Should a later version not make its channels by this function, it would wait again: see connection.spec.ts.
   */
  private makeChannels(credentials: ChannelCredentials, options: ChannelOptions): void {
    Reflect.set(this, 'createChannel', async () => {
      const channel = new Channel(await this.resolveUri(), credentials, options);
      if (this.closed) channel.close();
      return (this.channel = channel);
    });
  }

  /** The client leaves a promise to itself that rejects when a call fails and no other node is found: that would end the process. */
  private surviveItsOwnErrors(): void {
    const { handleError } = this;
    this.handleError = (client, error) => (this.givingUp = handleError(client, error).catch(() => undefined));
  }
}
