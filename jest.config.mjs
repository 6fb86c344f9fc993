/** One project a kind of test; suffixes follow the house conventions. */
const shared = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': '@swc/jest' },
  moduleNameMapper: {
    '^@kompass/([^/]+)$': '<rootDir>/libs/$1/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
};

const int = '\\.int\\.spec\\.ts$';
const e2e = '\\.e2e\\.spec\\.ts$';
const kafka = '\\.kafka\\.spec\\.ts$';
const crash = '\\.crash\\.spec\\.ts$';

export default {
  workerIdleMemoryLimit: '1GB',
  // A hang is found by it, slowness is not judged: a loaded machine takes its time.
  testTimeout: 60_000,
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/{libs,apps,test,bench}/**/*.spec.ts'],
      testPathIgnorePatterns: [int, kafka, e2e, crash],
    },
    {
      ...shared,
      displayName: 'integration',
      testMatch: ['<rootDir>/{libs,apps}/**/*.int.spec.ts'],
    },
    { ...shared, displayName: 'kafka', testMatch: ['<rootDir>/{libs,apps,test}/**/*.kafka.spec.ts'] },
    { ...shared, displayName: 'e2e', testMatch: ['<rootDir>/test/**/*.e2e.spec.ts'] },
    { ...shared, displayName: 'crash', testMatch: ['<rootDir>/test/**/*.crash.spec.ts'] },
  ],
};
