export * from './consumer-dead-letters.js';
export * from './dead-letter-record.js';
export * from './describe-error.js';
export * from './topic-dead-letters.js';
