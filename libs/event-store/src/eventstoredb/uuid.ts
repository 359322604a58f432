import type { UUID as Uuid } from '@eventstore/db-client/generated/shared_pb.js';
import { UUID } from './protocol.js';

/** A UUID as it is sent: as text. */
export function uuid(text: string): Uuid {
  const id = new UUID();
  id.setString(text);
  return id;
}

/** A UUID as text, in whichever of its two forms it came. */
export function uuidText(id: Uuid | undefined): string {
  const numbers = id?.getStructured();
  if (!numbers) return id?.getString() ?? '';
  const hex = hexOf(numbers.getMostSignificantBits()) + hexOf(numbers.getLeastSignificantBits());
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** @param signed sixty-four bits as a decimal number. */
const hexOf = (signed: string): string => BigInt.asUintN(64, BigInt(signed)).toString(16).padStart(16, '0');
