import type { DatabaseSync } from 'node:sqlite';

/** How far each group has come in each topic: the offset of the next message to handle. */
export class GroupOffsets {
  private readonly insert;
  private readonly select;
  private readonly update;

  constructor(database: DatabaseSync) {
    this.insert = database.prepare('INSERT INTO group_offsets (topic, group_name, next_offset) VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
    this.select = database.prepare('SELECT next_offset FROM group_offsets WHERE topic = ? AND group_name = ?');
    this.update = database.prepare('UPDATE group_offsets SET next_offset = ? WHERE topic = ? AND group_name = ? AND next_offset = ?');
  }

  /** The group's offset; a group that is new is set to `initial` and known from then on. */
  join(topic: string, group: string, initial: number): number {
    this.insert.run(topic, group, initial);
    return Number(this.select.get(topic, group)?.next_offset);
  }

  /** False when the offset is not `from`: somebody else has moved it. */
  move(topic: string, group: string, from: number, to: number): boolean {
    return this.update.run(to, topic, group, from).changes === 1;
  }
}
