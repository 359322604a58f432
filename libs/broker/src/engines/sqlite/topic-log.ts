import type { DatabaseSync } from 'node:sqlite';
import type { Message, ReceivedMessage } from '../../broker.js';

/** The messages of every topic, numbered from 0 in each. */
export class TopicLog {
  private readonly takeOffsets;
  private readonly insert;
  private readonly select;
  private readonly oldest;
  private readonly sweepTopic;
  private readonly forget;

  constructor(database: DatabaseSync) {
    this.takeOffsets = database.prepare(`
      INSERT INTO topics (name, next_offset) VALUES (:topic, :count)
      ON CONFLICT (name) DO UPDATE SET next_offset = next_offset + :count
      RETURNING next_offset - :count AS first`);
    this.insert = database.prepare('INSERT INTO messages (topic, offset, key, headers, value, stored_at) VALUES (?, ?, ?, ?, ?, ?)');
    this.select = database.prepare('SELECT offset, key, headers, value FROM messages WHERE topic = ? AND offset >= ? ORDER BY offset LIMIT ?+0');
    this.oldest = database.prepare('SELECT min(offset) AS offset FROM messages WHERE topic = ?');
    this.sweepTopic = database.prepare(`
      DELETE FROM messages WHERE topic = :topic AND stored_at < :before AND offset IN (
        SELECT offset FROM messages WHERE topic = :topic
        AND offset < (SELECT ifnull(min(next_offset), 9223372036854775807) FROM group_offsets WHERE topic = :topic)
        ORDER BY offset LIMIT :limit)`);
    this.forget = database.prepare(
      'DELETE FROM messages WHERE topic = :topic AND stored_at < :before AND key NOT IN (SELECT value FROM json_each(:kept))',
    );
  }

  /** To be called within a transaction. */
  append(topic: string, messages: readonly Message[], now: number): void {
    let offset = Number(this.takeOffsets.get({ topic, count: messages.length })?.first);
    for (const { key, headers, value } of messages) {
      this.insert.run(topic, offset++, key, JSON.stringify(headers), value, now);
    }
  }

  /** The messages from this offset on. */
  read(topic: string, from: number, limit: number): readonly ReceivedMessage[] {
    return this.select.all(topic, from, limit).map((row) => ({
      topic,
      offset: String(row.offset),
      key: row.key as string,
      headers: JSON.parse(row.headers as string) as Record<string, string>,
      value: row.value as string,
    }));
  }

  /** All messages from this offset on. */
  readAll(topic: string, from: number): readonly ReceivedMessage[] {
    return this.read(topic, from, -1);
  }

  /** The offset of the oldest message that is kept; 0 for a topic without messages. */
  firstOffset(topic: string): number {
    return Number(this.oldest.get(topic)?.offset ?? 0);
  }

  /** Removes messages stored before a time, the oldest first, unless a group has yet to read them. Bounded by `limit`. */
  sweep(topic: string, before: number, limit: number): void {
    this.sweepTopic.run({ topic, before, limit });
  }

  /** Removes messages stored before a time, except those of the keys that are to be kept. */
  forgetOthers(topic: string, kept: readonly string[], before: number): void {
    this.forget.run({ topic, kept: JSON.stringify(kept), before });
  }
}
