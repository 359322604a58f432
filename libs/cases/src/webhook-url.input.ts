import { z } from 'zod';

/** An absolute http(s) URL of at most 511 characters. A name and password in it would end up in logs: refused. */
export const webhookUrlInput = z
  .string()
  .max(511)
  .refine(isHttpUrl, { error: 'Enter a valid URL.', abort: true })
  .refine((url) => new URL(url).username === '' && new URL(url).password === '', {
    error: 'A webhook URL cannot hold a user name or password.',
  });

function isHttpUrl(text: string): boolean {
  return /^https?:\/\/[^\s]+$/i.test(text) && URL.canParse(text);
}
