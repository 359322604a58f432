export * from './broker.js';
export * from './integration-event.js';
export * from './message-contract.js';
export * from './relay.js';
