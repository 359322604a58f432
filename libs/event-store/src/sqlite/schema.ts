/** "CTES": marks a SQLite file as an event store of Casetrail. Changing this changes stored data. */
export const APPLICATION_ID = 0x43544553;

/** Raise it with every change of `SCHEMA`, and bring older files up to it in `prepareFile`. */
export const SCHEMA_VERSION = 1;

/**
 * The tables of an event store; changing this changes stored data.
 *
 * `events.position` counts from 1 without gaps. The unique index over stream and revision is what keeps revisions apart
 * whatever the code above it does. `found_by_id` is 1 for all events of a stream that was ever written with `any`, and
 * 0 for all events of any other stream: only the former are looked for by id, so only they pay for the index.
 *
 * `label_blocks` is a block-range index: the log is cut into blocks of positions (see block-index.ts), and a row says
 * that a block holds an event with that label. It costs next to nothing per event, where an index over the events
 * would make every commit dirty pages of its own, and lets a filtered reader leap over what does not concern it.
 */
export const SCHEMA = `
  CREATE TABLE events (
    position INTEGER PRIMARY KEY,
    stream TEXT NOT NULL,
    revision INTEGER NOT NULL,
    id TEXT NOT NULL,
    type TEXT NOT NULL,
    category TEXT NOT NULL,
    found_by_id INTEGER NOT NULL,
    data TEXT NOT NULL,
    metadata TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX events_by_stream ON events (stream, revision);
  CREATE INDEX events_by_id ON events (stream, id) WHERE found_by_id = 1;
  CREATE TABLE label_blocks (
    label TEXT NOT NULL,
    block INTEGER NOT NULL,
    PRIMARY KEY (label, block)
  ) STRICT, WITHOUT ROWID;
`;
