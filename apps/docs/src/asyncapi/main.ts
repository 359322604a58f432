import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { ASYNCAPI_FILE, asyncApiDocument } from './asyncapi-document.js';
import { asyncApiText } from './asyncapi-text.js';

writeFileSync(ASYNCAPI_FILE, asyncApiText(asyncApiDocument()));
