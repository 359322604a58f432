import { readFileSync } from 'node:fs';
import { EventStoreDBClient, type SingleNodeOptions, UnavailableError } from '@eventstore/db-client';
import type { StreamsClient as Streams } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { StoreUnavailableError } from '#event-sourcing';
import type { ConnectionSettings } from './connection-string.js';
import { messageOf } from './errors.js';
import { StreamsClient } from './protocol.js';

/** A call that takes appends and gives answers, both in any number. */
export type AppendCall = ReturnType<Streams['batchAppend']>;

/** How long a call may take, in milliseconds, unless the URL says otherwise: a frozen store is to be answered by a 503 soon. */
const DEADLINE = 2_000;

/** Seconds after which another node of a cluster is asked who leads. */
const GOSSIP_TIMEOUT = 1;

/** Milliseconds after which a connection without a sign of life is given up: every ten seconds the client asks for one. */
const KEEP_ALIVE_TIMEOUT = 5_000;

/**
 * The client, with what its own interface does not offer: a call for appends, and giving the connection back. It opens
 * another connection by itself after a call that failed because its node is gone or does not lead any more.
 */
export class Connection extends EventStoreDBClient {
  /** How long a call may take, in milliseconds. */
  readonly deadline: number;
  private givingUp: Promise<void> = Promise.resolve();

  constructor({ nodes, discover, credentials, tls, options }: ConnectionSettings) {
    const { tlsCAFile, userCertFile, userKeyFile, defaultDeadline = DEADLINE, ...others } = options;
    const [first] = nodes;
    const where = discover ? { discover: first } : nodes.length > 1 ? { endpoints: [...nodes] } : { endpoint: first };
    super(
      // It takes any of the three, which its overloads do not say.
      { gossipTimeout: GOSSIP_TIMEOUT, keepAliveTimeout: KEEP_ALIVE_TIMEOUT, ...others, ...where } as SingleNodeOptions,
      {
        insecure: !tls,
        ...(tlsCAFile === undefined ? {} : { rootCertificate: readFileSync(tlsCAFile) }),
        ...(userCertFile === undefined ? {} : { userCertFile: readFileSync(userCertFile) }),
        ...(userKeyFile === undefined ? {} : { userKeyFile: readFileSync(userKeyFile) }),
      },
      credentials,
    );
    this.deadline = defaultDeadline;
    this.surviveItsOwnErrors();
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
    return open();
  }

  /** Ends all calls and gives the connection back. */
  async close(): Promise<void> {
    await this.dispose();
    // Not waited for: a node may still be looked for.
    this.getChannel().then(
      (channel) => {
        channel.close();
      },
      () => undefined,
    );
  }

  private async connected(client: Streams): Promise<void> {
    try {
      await new Promise<void>((resolve, reject) => {
        client.waitForReady(Date.now() + this.deadline, (error) => {
          if (error) reject(error);
          else resolve();
        });
      });
    } catch (cause) {
      // Otherwise the client would go on with a node that is gone.
      await this.handleError(client, new UnavailableError());
      throw new StoreUnavailableError(`The event store cannot be reached: ${messageOf(cause)}.`, { cause });
    }
  }

  /** The client leaves two promises to themselves that reject when no node is found; either would end the process. */
  private surviveItsOwnErrors(): void {
    const { handleError, resolveUri } = this;
    this.handleError = (client, error) => (this.givingUp = handleError(client, error).catch(() => undefined));
    this.resolveUri = async () => {
      try {
        return await resolveUri();
      } catch (cause) {
        throw new StoreUnavailableError(`No node of the event store can be found: ${messageOf(cause)}.`, { cause });
      }
    };
  }
}
