import { customerType } from '#customers';
import { z } from 'zod';

/** A number that names something in its organization. */
export const id = z.int().positive();

/** A moment, in UTC and to the millisecond. */
export const time = z.iso.datetime().meta({ example: '2026-01-02T03:04:05.678Z' });

/** Days until something is deleted, as it is shown: -1 for never. */
export const deleteAfter = z.int();

/** What somebody wrote, or nothing. */
export const text = z.string().nullable();

/** Whatever a client knows of a check or a customer. */
export const details = z.record(z.string(), z.json()).nullable();

/** Progress in one word: of a case, and in version 1 of a check. */
export const progress = z.enum(['PENDING', 'PROCESSING', 'COMPLETED', 'ERROR']);

/** What is said of a start, beside the case. */
export const actionTaken = z.enum(['started', 'restarted', 'rescued', 'noop_already_running', 'noop_already_started']);

/** What a case shows of its customer. */
export const customerCard = z
  .object({ id, full_name: text, external_id: text, customer_type: customerType.nullable() })
  .meta({ id: 'CustomerCard' });
