/**
 * The rules of the house that can be told from imports. Each has a probe in test/architecture that breaks it,
 * so that a rule which no longer fires is noticed.
 */
const contexts = 'register|scoring|reporting';
const tests = '\\.spec\\.ts$|\\.fixtures\\.ts$';

module.exports = {
  forbidden: [
    {
      name: 'contexts-meet-in-contracts',
      comment: 'A context never imports another: they meet in libs/contracts, over the bus.',
      severity: 'error',
      from: { path: `^libs/(${contexts})/` },
      to: { path: `^libs/(${contexts})/`, pathNot: '^libs/$1/' },
    },
    {
      name: 'identity-stays-at-the-edge',
      comment: 'A context knows people from the people topic only.',
      severity: 'error',
      from: { path: `^libs/(${contexts})/src/(domain|policies)/` },
      to: { path: '^libs/identity/' },
    },
    {
      name: 'domain-is-pure',
      comment: 'domain/ imports the kernel, the instrument, types of the event catalog, and itself.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/src/domain/', pathNot: tests },
      to: { pathNot: '^libs/(kernel|instrument)/|^libs/$1/src/domain/|^(node:)?util$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'pure-parts-are-pure',
      comment: 'Projections, policies and publications are pure: no Nest, no database, no network.',
      severity: 'error',
      from: { path: '\\.(projection|policy|publication)\\.ts$' },
      to: {
        path: '^node_modules/(@nestjs|typeorm|pg|@eventstore|kafkajs|fastify)|^node:|^(fs|net|http|crypto)$',
      },
    },
    {
      name: 'kernel-stands-alone',
      severity: 'error',
      from: { path: '^libs/kernel/', pathNot: tests },
      to: { pathNot: '^libs/kernel/' },
    },
    {
      name: 'one-door-to-the-event-store',
      comment:
        'The client of the event store: one adapter, the definitions of the node, and the contract suite.',
      severity: 'error',
      from: {
        path: '^(apps|libs|bench|test)/',
        pathNot:
          '^libs/(event-store|testing)/|^libs/event-store-node/src/.*(grpc|protocol|generated)|^bench/',
      },
      to: { path: '^node_modules/@eventstore/db-client' },
    },
    {
      name: 'typeorm-only-where-tables-are',
      severity: 'error',
      from: {
        path: '^(apps|libs)/',
        pathNot: '^libs/(read-store|messaging|identity|testing|register|scoring|reporting)/',
      },
      to: { path: '^node_modules/typeorm/' },
    },
    {
      name: 'one-door-a-library',
      comment: 'Other libraries by their index only.',
      severity: 'error',
      from: { path: '^(libs|apps)/([^/]+)/' },
      to: {
        path: '^libs/([^/]+)/src/.+',
        pathNot: ['^$1/$2/', '^libs/[^/]+/src/index\\.ts$', '^libs/[^/]+/data/'],
      },
    },
    {
      name: 'libraries-know-no-app',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'testing-only-in-tests',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: `${tests}|^libs/testing/` },
      to: { path: '^libs/testing/' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-dev-dependencies-at-run-time',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: `${tests}|^libs/testing/` },
      to: { dependencyTypes: ['npm-dev'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.json'],
    },
  },
};
