/**
 * The messages and services of EventStoreDB's gRPC protocol, as they ship inside the client package. They are CommonJS
 * without names that an ES module could import, hence the default imports; types are imported from where they are.
 */
import codes from '@eventstore/db-client/generated/code_pb.js';
import gossipServices from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import gossip from '@eventstore/db-client/generated/gossip_pb.js';
import featureServices from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import features from '@eventstore/db-client/generated/serverfeatures_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import statusMessages from '@eventstore/db-client/generated/status_pb.js';
import streamServices from '@eventstore/db-client/generated/streams_grpc_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';

export const { GossipService } = gossipServices;
export const { ClusterInfo, EndPoint, MemberInfo } = gossip;
export const { ServerFeaturesService } = featureServices;
export const { SupportedMethod, SupportedMethods } = features;
export const { AllStreamPosition, BadRequest, Empty, MaximumAppendSizeExceeded } = shared;
export const { StreamDeleted, StreamIdentifier, Timeout, Unknown, UUID, WrongExpectedVersion } = shared;
export const { Code } = codes;
export const { Status } = statusMessages;
export const { StreamsService } = streamServices;
export const { AppendReq, AppendResp, BatchAppendResp, DeleteResp, ReadReq, ReadResp, TombstoneResp } = streams;
