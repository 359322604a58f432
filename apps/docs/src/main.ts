import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { CATALOGUE_FILE, catalogueSource } from './catalogue-source.js';
import { eventCatalogue } from './event-catalogue.js';

writeFileSync(CATALOGUE_FILE, eventCatalogue(catalogueSource()));
