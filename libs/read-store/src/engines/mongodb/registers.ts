import { type Collection, MongoServerError } from 'mongodb';
import { reading, writing } from './outages.js';

/** A register as it lies in MongoDB. Changing this changes stored data. */
export interface MongoRegister {
  readonly _id: string;
  readonly value: string;
}

/** What MongoDB answers when there is a document of this id already. */
export const DUPLICATE_KEY = 11_000;

/** Small values that move by compare-and-set, each in a document of its own, which MongoDB changes atomically. */
export class MongoRegisters {
  constructor(private readonly registers: Collection<MongoRegister>) {}

  async get(key: string): Promise<string | undefined> {
    return (await reading(() => this.registers.findOne({ _id: key })))?.value;
  }

  /** False when the register holds something else than `from`. */
  async move(key: string, from: string | undefined, to: string | undefined): Promise<boolean> {
    if (from === undefined) return to === undefined ? (await this.get(key)) === undefined : this.insert(key, to);
    if (to === undefined) return (await writing(() => this.registers.deleteOne({ _id: key, value: from }))).deletedCount === 1;
    return (await writing(() => this.registers.updateOne({ _id: key, value: from }, { $set: { value: to } }))).matchedCount === 1;
  }

  private async insert(key: string, value: string): Promise<boolean> {
    try {
      await writing(() => this.registers.insertOne({ _id: key, value }));
      return true;
    } catch (error) {
      if (error instanceof MongoServerError && error.code === DUPLICATE_KEY) return false;
      throw error;
    }
  }
}
