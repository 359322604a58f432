import base from './jest.config.js';

/** End-to-end specs that do not run on the distributed engines, each with the reason. */
const EMBEDDED_ONLY = {
  'test/e2e/process.spec.ts': 'is about the one process itself: its data folder, which it locks, and the first credentials that it prints',
  'test/e2e/cli.spec.ts': 'looks into the files of the embedded event store, and damages a copy of them',
};

/**
 * What `npm run test:engines` runs, with the servers that it starts: every spec that needs one, and the end-to-end specs
 * on the service as separate processes.
 *
 * @type {import('jest').Config}
 */
export default {
  ...base,
  // Six processes and three servers beside each other are enough for one machine.
  maxWorkers: 1,
  // A spec that failed halfway may leave something open; the servers are to be ended all the same.
  forceExit: true,
  testMatch: ['**/*.engines.spec.ts', '<rootDir>/test/e2e/*.spec.ts'],
  testPathIgnorePatterns: Object.keys(EMBEDDED_ONLY).map((path) => `<rootDir>/${path}$`),
};
