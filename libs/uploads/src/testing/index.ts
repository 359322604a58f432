export * from './sample-files.js';
export * from './zip-file.js';
