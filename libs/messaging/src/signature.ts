import { createHmac, timingSafeEqual } from 'node:crypto';
import type { CommandMessage } from './command-message.js';

/** What a signature vouches for. */
export type SignedParts = Pick<CommandMessage, 'id' | 'source' | 'type' | 'time' | 'body'>;

/**
 * Signs a command, in the manner of Standard Webhooks: `v1,` and base64 of the HMAC-SHA256, with the secret's characters
 * as the key, of id, source, type, time and body, with a line feed between each two. Changing this refuses every producer.
 */
export function signCommand(secret: string, { id, source, type, time, body }: SignedParts): string {
  const signed = [id, source, type, time, body].join('\n');
  return `v1,${createHmac('sha256', secret).update(signed).digest('base64')}`;
}

/** Whether the command bears the signature that only this secret makes; takes as long for a wrong one as for the right one. */
export function isSignedWith(secret: string, command: SignedParts & Pick<CommandMessage, 'signature'>): boolean {
  const [wanted, given] = [Buffer.from(signCommand(secret, command)), Buffer.from(command.signature)];
  return wanted.length === given.length && timingSafeEqual(wanted, given);
}
