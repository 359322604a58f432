/**
 * The messages of EventStoreDB's gRPC protocol, as they ship inside the client package. They are CommonJS without names that
 * an ES module could import, hence the default imports; types are imported from where they are.
 */
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streamServices from '@eventstore/db-client/generated/streams_grpc_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';

export const { Empty, StreamIdentifier, UUID, WrongExpectedVersion } = shared;
export const { StreamsClient } = streamServices;
export const { BatchAppendReq } = streams;
