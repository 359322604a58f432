import { hash, timingSafeEqual } from 'node:crypto';

/** Whether two texts are the same; takes as long wherever they differ, and whatever their lengths. */
export const sameText = (one: string, other: string): boolean =>
  timingSafeEqual(hash('sha256', one, 'buffer'), hash('sha256', other, 'buffer'));
