export * from './broker-context.js';
export * from './broker-transport.js';
export * from './let-errors-through.js';
