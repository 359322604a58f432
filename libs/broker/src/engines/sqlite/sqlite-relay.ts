import type { DatabaseSync } from 'node:sqlite';
import type { Position } from '#event-sourcing';
import { type Message, type Relay, RelayFencedError, type RelayStep } from '../../broker.js';

/** Appends messages within the transaction that moves the checkpoint. */
export type AppendWith = (topic: string, messages: readonly Message[], moveCheckpoint: () => void) => void;

/** A relay whose checkpoint lies in the file of the messages. */
export class SqliteRelay implements Relay {
  private readonly select;
  private readonly insert;
  private readonly update;

  constructor(database: DatabaseSync, private readonly name: string, private readonly append: AppendWith) {
    this.select = database.prepare('SELECT position FROM relays WHERE name = ?');
    this.insert = database.prepare('INSERT INTO relays (name, position) VALUES (?, ?) ON CONFLICT DO NOTHING');
    this.update = database.prepare('UPDATE relays SET position = ? WHERE name = ? AND position = ?');
  }

  async checkpoint(): Promise<Position | undefined> {
    return this.select.get(this.name)?.position as Position | undefined;
  }

  async publish(topic: string, messages: readonly Message[], { from, to }: RelayStep): Promise<void> {
    this.append(topic, messages, () => {
      const { changes } = from === undefined ? this.insert.run(this.name, to) : this.update.run(to, this.name, from);
      if (changes !== 1) throw new RelayFencedError(this.name);
    });
  }
}
