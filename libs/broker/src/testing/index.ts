export * from './broker-contract.js';
