import { hash, randomUUID } from 'node:crypto';
import type { Ids } from './clock.js';

/** The namespace of every id that Casetrail derives; changing this changes stored data. */
const NAMESPACE = Buffer.from('8f9d5c1e2b7a4e0c9d3f6a1b5c8e7d20', 'hex');

/** A UUID of version 5 (RFC 9562): the same name gives the same id, on any machine, for ever. */
export function uuidV5(name: string): string {
  const digest = Buffer.from(hash('sha1', Buffer.concat([NAMESPACE, Buffer.from(name)]), 'hex').slice(0, 32), 'hex');
  digest.writeUInt8((digest.readUInt8(6) & 0x0f) | 0x50, 6);
  digest.writeUInt8((digest.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = digest.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Fresh random UUIDs (version 4). */
export const randomIds: Ids = { uuid: () => randomUUID() };
