export * from './openapi-problems.js';
export * from './probe-app.js';
