export * from './probe-app.js';
