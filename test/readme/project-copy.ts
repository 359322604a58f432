import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** What the project is built and started from. */
const SOURCES = ['package.json', '.swcrc', 'apps', 'libs', 'bench', 'test'];

/** A copy of the project as it is after `npm ci`, in which commands can build and store without touching this one. */
export class ProjectCopy implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'casetrail-copy-'));

  constructor() {
    for (const name of SOURCES) cpSync(name, join(this.folder, name), { recursive: true });
    symlinkSync(resolve('node_modules'), join(this.folder, 'node_modules'));
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
