import { z } from 'zod';

/** Separators of paths, control characters, and characters that turn around in which order others are shown. */
const UNSAFE = /[/\\\0-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

/**
 * The name that a file had where it came from: 1 to 255 characters. It is shown and sent back, and never becomes a path here; but
 * it will be one on the machine of whoever saves the file, so it must not look like more than a name.
 */
export const fileNameInput = z
  .string()
  .trim()
  .normalize('NFC')
  .min(1)
  .max(255)
  .refine((name) => !UNSAFE.test(name) && !/^\.{1,2}$/.test(name), { error: 'A file name cannot hold a path or control characters.' })
  .meta({ example: 'passport.pdf' });
