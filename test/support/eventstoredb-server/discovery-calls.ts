import { randomUUID } from 'node:crypto';
import type { handleUnaryCall } from '@grpc/grpc-js';
import type { ClusterInfo as ClusterInfoMessage } from '@eventstore/db-client/generated/gossip_pb.js';
import type { SupportedMethods as SupportedMethodsMessage } from '@eventstore/db-client/generated/serverfeatures_pb.js';
import type { Empty } from '@eventstore/db-client/generated/shared_pb.js';
import {
  ClusterInfo,
  EndPoint,
  GossipService,
  MemberInfo,
  ServerFeaturesService,
  StreamsService,
  SupportedMethod,
  SupportedMethods,
  UUID,
} from './protocol.js';

/** The version whose behaviour is imitated. */
const SERVER_VERSION = '24.10.0';

/** What the server says of a method beyond that there is one. */
const FEATURES: Readonly<Record<string, readonly string[]>> = {
  [StreamsService.read.path]: ['position', 'events'],
  [StreamsService.batchAppend.path]: ['deadline_duration'],
};

/** GetSupportedMethods: which methods there are, in small letters as a server writes them. */
export const supportedMethodsCall: handleUnaryCall<Empty, SupportedMethodsMessage> = (_call, callback) => {
  const paths = [StreamsService, GossipService, ServerFeaturesService].flatMap((service) => Object.values(service).map(({ path }) => path));
  const methods = paths.map((path) => {
    const [, service = '', method = ''] = path.toLowerCase().split('/');
    return new SupportedMethod().setServiceName(service).setMethodName(method).setFeaturesList([...(FEATURES[path] ?? [])]);
  });
  callback(null, new SupportedMethods().setEventStoreServerVersion(SERVER_VERSION).setMethodsList(methods));
};

/** Gossip: a cluster of one node, its leader. */
export function gossipCall(self: () => { readonly host: string; readonly port: number }): handleUnaryCall<Empty, ClusterInfoMessage> {
  const instance = randomUUID();
  return (_call, callback) => {
    const { host, port } = self();
    const member = new MemberInfo()
      .setInstanceId(new UUID().setString(instance))
      .setTimeStamp(String(Date.now() * 10_000))
      .setState(MemberInfo.VNodeState.LEADER)
      .setIsAlive(true)
      .setHttpEndPoint(new EndPoint().setAddress(host).setPort(port));
    callback(null, new ClusterInfo().setMembersList([member]));
  };
}
