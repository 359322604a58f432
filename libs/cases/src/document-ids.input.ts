import { z } from 'zod';

/** Documents by their ids: at most 100. Each must exist in the organization and belong to nothing. */
export const documentIdsInput = z.array(z.int().positive()).max(100);
