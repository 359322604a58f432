export * from './customer.events.js';
export * from './customer.input.js';
export * from './customer.reader.js';
export * from './customer.state.js';
export * from './customer.view.js';
export * from './upsert-customer/upsert-customer.handler.js';
export * from './upsert-customer/upsert-customer.js';
