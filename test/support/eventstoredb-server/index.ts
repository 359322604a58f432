/**
 * A stand-in for an EventStoreDB server, for tests: the gRPC protocol of EventStoreDB in front of the embedded event
 * store, so that the real client, and what is built on it, run where no server can be had. It is no EventStoreDB, and no
 * figure measured on it says anything about one. `npm run stand-in:eventstoredb -- --data <folder>` starts it alone.
 *
 * **Alike**, each with a spec beside this file that also runs against a real server when EVENTSTOREDB_URL names one:
 * - Append and BatchAppend: expected revisions in all their forms, wrong ones with the client's own error, deadlines, 1 MiB
 *   at most; the same events at the same expected revision get the first answer, at a newer right one they are appended
 *   again, and with `any` they are recognised; a leader elsewhere ends the whole call of a batch.
 * - Read: streams by revision, `$all` by position (forwards with it, backwards without), both directions, counts; positions
 *   have gaps, and one where no record stands is refused.
 * - Subscriptions: confirmed, caught up, behind a revision or position; filters by prefix or regular expression of stream or type,
 *   with checkpoints by the number of events looked at. That one fell behind is not said: a real server does not either.
 * - Delete, tombstone and stream metadata: they are events in the log (`$metadata` in `$$<stream>`, `$streamDeleted`).
 *   `$maxCount`, `$maxAge` and `$tb` hide events of a stream and none of `$all`, as before a scavenge.
 * - ServerFeatures, and Gossip of a cluster of one.
 * - What is answered is on the disk; a server that is killed comes back with all of it.
 *
 * **Not alike**:
 * - Commit and prepare positions are never equal, which is rare on a real server, and allowed.
 * - With `any` the ids of all events ever written are known, not those of the last ones only; an append of which some
 *   events are known is refused even if the first is new. Two events of one id in one append are refused.
 * - No credentials, access control, TLS, followers, persistent subscriptions, projections, scavenging or links; UUIDs as strings only.
 * - Regular expressions are JavaScript's, not .NET's.
 * - Metadata that is not of the type `$metadata` is not seen.
 */
export type { Faults } from './faults.js';
export { type EventStoreDbServer, type EventStoreDbServerOptions, startEventStoreDbServer } from './server.js';
