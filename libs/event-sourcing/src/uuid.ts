import { hash, randomUUID } from 'node:crypto';
import type { Ids } from './clock.js';

/** The namespace of every id that Casetrail derives; changing this changes stored data. */
const NAMESPACE = Buffer.from('8f9d5c1e2b7a4e0c9d3f6a1b5c8e7d20', 'hex');

/** A UUID of version 5 (RFC 9562): the same name gives the same id, on any machine, for ever. */
export function uuidV5(name: string): string {
  const named = Buffer.allocUnsafe(NAMESPACE.length + Buffer.byteLength(name));
  NAMESPACE.copy(named);
  named.write(name, NAMESPACE.length);
  const hex = hash('sha1', named);
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Fresh random UUIDs (version 4). */
export const randomIds: Ids = { uuid: () => randomUUID() };
