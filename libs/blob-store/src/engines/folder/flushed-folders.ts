import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';

/** How many folders a process keeps in mind. */
const REMEMBERED = 10_000;

/** Makes folders that are still there after a power cut: a folder's name is in its parent, which has to be flushed for it. */
export class FlushedFolders {
  readonly #known = new Set<string>();

  /** @param root the absolute path of the folder in which they all are; it is made with the first of them. */
  constructor(private readonly root: string) {}

  /**
   * Sees to it that the folder is there and will stay. Where it is there already, another process may have made it just now,
   * and nobody knows how far that has got: everything up to the root is flushed then, too.
   */
  async make(folder: string): Promise<void> {
    // Also one that is known: somebody may have tidied up.
    const first = await mkdir(folder, { recursive: true, mode: 0o700 });
    if (first === undefined && this.#known.has(folder)) return;
    const highest = first !== undefined && first.length <= this.root.length ? dirname(first) : this.root;
    for (let parent = dirname(folder); parent.length >= highest.length; parent = dirname(parent)) {
      await flushFolder(parent);
      if (parent === dirname(parent)) break;
    }
    if (this.#known.size >= REMEMBERED) this.#known.clear();
    this.#known.add(folder);
  }
}

/** Flushes the names that are in a folder. */
export async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
