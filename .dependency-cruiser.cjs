/** The import rules of the house: docs/architecture.md says why each is there. */
const domain = '(cases|customers|documents|configs|organizations|deliveries|operations|providers|watchlists)';
const notTests = '\\.spec\\.ts$';

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true },
    },
    {
      name: 'libs-never-import-apps', severity: 'error',
      from: { path: '^libs/' }, to: { path: '^apps/' },
    },
    {
      name: 'apps-never-import-apps', severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: notTests }, to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'libs-through-their-index',
      comment: 'What a library shows is its index.ts (engines/index.ts for adapters, testing/index.ts for specs).',
      severity: 'error',
      from: { path: '^(?:apps|bench|test|libs/([^/]+))/' },
      to: { path: '^libs/', pathNot: ['^libs/$1/', '^libs/[^/]+/src/(?:(?:engines|testing)/)?index\\.ts$'] },
    },
    {
      name: 'kernel-stands-alone',
      comment: 'No other library of ours, no Nest, no driver, no I/O in the kernel.',
      severity: 'error',
      from: { path: '^libs/event-sourcing/', pathNot: [notTests, '/testing/'] },
      to: { pathNot: ['^libs/event-sourcing/', '^node:crypto$|^crypto$', '^node_modules/zod/'] },
    },
    {
      name: 'engines-only-from-apps',
      comment: 'Application code knows the ports; only wiring (apps, and what they share: #assembly/engines) knows which engine stands behind one.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/', pathNot: [notTests, '/testing/', '^libs/assembly/src/engines/'] },
      to: { path: ['^libs/event-store/', '^libs/[^/]+/src/engines/'], pathNot: '^libs/$1/' },
    },
    {
      name: 'drivers-only-in-their-adapter', severity: 'error',
      from: { path: '^(?:apps|libs)/', pathNot: [notTests, '^libs/(?:event-store|read-store|broker|blob-store)/src/(?:engines/)?(?:sqlite|mongodb|kafka|eventstoredb)/', '^libs/mongodb/'] },
      to: { path: ['^(?:node:)?sqlite$', '^node_modules/(?:mongodb|kafkajs|@eventstore)/', '^libs/mongodb/'] },
    },
    {
      name: 'slices-never-import-slices',
      comment: 'What a version of the API takes and shows is about all slices: versions/ is none of them.',
      severity: 'error',
      from: { path: `^libs/${domain}/src/([^/]+)/`, pathNot: [notTests, '/testing/', '^libs/[^/]+/src/versions/'] },
      to: { path: '^libs/$1/src/[^/]+/', pathNot: ['^libs/$1/src/$2/'] },
    },
    {
      name: 'nothing-imports-testing', severity: 'error',
      from: { path: '^(?:apps|libs)/', pathNot: [notTests, '/testing/'] }, to: { path: '/testing/|^test/' },
    },
    {
      name: 'no-dev-dependencies-in-production',
      comment: 'apps/docs writes documents of the project and is never deployed.',
      severity: 'error',
      from: { path: '^(?:apps|libs)/', pathNot: [notTests, '/testing/', '^apps/docs/'] },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['types', 'import', 'node', 'default'], extensions: ['.ts', '.js'] },
  },
};
