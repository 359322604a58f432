export { answerAggregate } from './answer.state.js';
export * from './command-contract.js';
export * from './command-message.js';
export * from './command-inbox.service.js';
export * from './commands/index.js';
export * from './messaging.module.js';
export * from './reply.messages.js';
export * from './signature.js';
export * from './topics.js';
