import { availableParallelism } from 'node:os';

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  // Long enough for a machine that has much else to do; what hangs is found all the same.
  testTimeout: 30_000,
  // More than there are cores: many specs wait for processes that they have started, for half of their time.
  maxWorkers: Math.ceil(availableParallelism() * 1.5),
  roots: ['<rootDir>/libs', '<rootDir>/apps', '<rootDir>/test'],
  testMatch: ['**/*.spec.ts'],
  // They need servers: jest.engines.config.js.
  testPathIgnorePatterns: ['\\.engines\\.spec\\.ts$'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/test/jest/direct-imports.ts' },
  testSequencer: '<rootDir>/test/jest/longest-first.js',
  moduleNameMapper: {
    '^#([^/]+)/testing$': '<rootDir>/libs/$1/src/testing/index.ts',
    '^#([^/]+)/engines$': '<rootDir>/libs/$1/src/engines/index.ts',
    '^#([^/]+)$': '<rootDir>/libs/$1/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
};
