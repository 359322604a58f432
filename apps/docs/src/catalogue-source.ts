import { globSync, readFileSync } from 'node:fs';
import { allCodecs } from '#assembly';
import type { CatalogueSource } from './event-catalogue.js';
import { eventDescriptions } from './event-descriptions.js';

/** Where the catalogue is kept, from the project's root. */
export const CATALOGUE_FILE = 'docs/event-catalogue.md';

/** The definitions of this version and what their source says of them; to be called in the project's root. */
export function catalogueSource(): CatalogueSource {
  const files = globSync('libs/*/src/**/*.ts').filter((file) => !file.endsWith('.spec.ts'));
  const descriptions = files.flatMap((file) => [...eventDescriptions(readFileSync(file, 'utf8'))]);
  return { codecs: allCodecs, descriptions: new Map(descriptions) };
}
