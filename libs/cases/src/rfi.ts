import { z } from 'zod';

/** A request for information: what a case still needs to know of its customer. */
export const rfi = z.object({ title: z.string(), body: z.string(), details: z.record(z.string(), z.json()) }).meta({ id: 'Rfi' });

/** A request for information. */
export type Rfi = z.output<typeof rfi>;

const TITLE = 'Request for information';

/** The request for information that a text is: that is all that clients of version 1 write. */
export const requestForInformation = (text: string): Rfi => ({ title: TITLE, body: text, details: {} });
