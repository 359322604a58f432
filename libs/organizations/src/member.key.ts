import { createHmac } from 'node:crypto';
import type { MasterKey } from '#platform';

/** How addresses are compared: without regard to case. Changing this changes which addresses are the same. */
export const sameEmail = (email: string): string => email.trim().toLowerCase();

/**
 * The key that an e-mail address is claimed by. Not the address, nor its plain hash, which anybody with a list of addresses
 * could look up: the claims' streams have no field that could be erased with the person. Changing this changes stored data.
 */
export const emailKey = (masterKey: MasterKey, email: string): string =>
  createHmac('sha256', masterKey.derive('member-email', 32)).update(sameEmail(email)).digest('hex');
