export * from './content/content-type.js';
export * from './content/recognised-file.js';
export * from './file-name.js';
export * from './receive-upload.js';
export type { UploadOptions } from './received.js';
