export * from './agenda.js';
export * from './backlog.js';
export * from './dispatcher.js';
export * from './host-lanes.js';
export * from './retry-pause.js';
