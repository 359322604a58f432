/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  // Long enough for a machine that has much else to do; what hangs is found all the same.
  testTimeout: 30_000,
  // Nothing else is asked of the machine meanwhile; jest would leave a core to its user.
  maxWorkers: '100%',
  roots: ['<rootDir>/libs', '<rootDir>/apps', '<rootDir>/test'],
  testMatch: ['**/*.spec.ts'],
  // They need servers: jest.engines.config.js.
  testPathIgnorePatterns: ['\\.engines\\.spec\\.ts$'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': ['@swc/jest'] },
  moduleNameMapper: {
    '^#([^/]+)/testing$': '<rootDir>/libs/$1/src/testing/index.ts',
    '^#([^/]+)/engines$': '<rootDir>/libs/$1/src/engines/index.ts',
    '^#([^/]+)$': '<rootDir>/libs/$1/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
};
