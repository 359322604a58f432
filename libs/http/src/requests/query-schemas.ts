import { z } from 'zod';

/** An integer in a query: `?min=5`. */
export const integerQuery = (least = 0, most = Number.MAX_SAFE_INTEGER): z.ZodType<number, string> =>
  z
    .string()
    .refine((value) => /^-?\d{1,16}$/.test(value), 'A valid integer is required.')
    .meta({ type: 'integer', minimum: least, maximum: most })
    .transform(Number)
    .pipe(z.int().min(least).max(most));

/** A decimal number in a query: `?min_risk_score=0.5`. */
export const numberQuery = (least: number, most: number): z.ZodType<number, string> =>
  z
    .string()
    .refine((value) => /^-?\d{1,16}(?:\.\d{1,16})?$/.test(value), 'A valid number is required.')
    .meta({ type: 'number', minimum: least, maximum: most })
    .transform(Number)
    .pipe(z.number().min(least).max(most));

const TRUE = new Set(['true', '1', 'True']);
const FALSE = new Set(['false', '0', 'False']);

/** A yes or no in a query: `true`, `false`, `1`, `0`, and Python's spelling of the first two. */
export const booleanQuery = (): z.ZodType<boolean, string> =>
  z
    .string()
    .refine((value) => TRUE.has(value) || FALSE.has(value), 'Must be a valid boolean.')
    .meta({ type: 'boolean' })
    .transform((value) => TRUE.has(value));
