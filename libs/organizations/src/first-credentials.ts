import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Ids } from '#event-sourcing';
import { isErrno, writeOnce } from '#platform';

/** Secrets that the service made up for its first start. Changing their form makes an interrupted first start fail. */
const credentials = z.object({ client_id: z.guid(), client_secret: z.string(), webhook_secret: z.string() });

export type FirstCredentials = z.output<typeof credentials>;

/**
 * Keeps made-up credentials from the moment they are made until somebody has seen them, in a file that only its owner
 * may read: a start that dies between storing a client and printing its secret would otherwise lock everybody out.
 */
export class FirstCredentialsFile {
  private readonly file: string;

  constructor(
    dataDir: string,
    private readonly ids: Ids,
  ) {
    this.file = join(dataDir, 'first-credentials.json');
  }

  /** Those of a start that was interrupted; undefined when none was. */
  pending(): FirstCredentials | undefined {
    try {
      return credentials.parse(JSON.parse(readFileSync(this.file, 'utf8')));
    } catch (error) {
      if (isErrno(error, 'ENOENT')) return undefined;
      throw new Error(`${this.file} is damaged. Remove it, and set CASETRAIL_CLIENT_ID and CASETRAIL_CLIENT_SECRET.`, { cause: error });
    }
  }

  /** New ones, on the disk when this returns; those of another process that was faster. */
  make(): FirstCredentials {
    const made: FirstCredentials = {
      client_id: this.ids.uuid(),
      client_secret: randomBytes(32).toString('base64url'),
      webhook_secret: `whsec_${randomBytes(32).toString('base64')}`,
    };
    writeOnce(this.file, JSON.stringify(made));
    // Gone again where the other process has shown its own meanwhile: then these are not needed.
    return this.pending() ?? made;
  }

  /** Somebody has seen them, or nobody needs them. */
  forget(): void {
    rmSync(this.file, { force: true });
  }
}
