import type { Probes } from './probe.js';

const domain = 'libs/scoring/src/domain/*.ts';
const ordinary = 'libs/scoring/src/*.ts';

/** One probe a rule of `.dependency-cruiser.cjs`. */
export const dependencyProbes: Probes = {
  'contexts-meet-in-contracts': {
    module: ordinary,
    breaks: [
      `import '@kompass/reporting';`,
      `import '@kompass/scheduling';`,
      `import type { A } from '@kompass/register';`,
    ],
    keeps: [`import '@kompass/contracts';`, `import './domain/known.js';`],
  },
  'kernel-stands-alone': {
    module: 'libs/kernel/src/*.ts',
    breaks: [`import '@kompass/instrument';`, `import 'zod';`, `import 'node:crypto';`],
    keeps: [`import './index.js';`],
  },
  'instrument-is-pure': {
    module: 'libs/instrument/src/*.ts',
    breaks: [`import '@kompass/contracts';`, `import 'node:fs';`, `import 'uuid';`],
    keeps: [`import '@kompass/kernel';`, `import 'zod';`, `import 'node:crypto';`],
  },
  'contracts-run-in-a-browser': {
    module: 'libs/contracts/src/*.ts',
    breaks: [`import '@kompass/event-store';`, `import '@nestjs/common';`, `import 'node:crypto';`],
    keeps: [`import '@kompass/instrument';`, `import 'zod';`],
  },
  'domain-is-pure': {
    module: domain,
    breaks: [
      `import 'node:fs';`,
      `import '@nestjs/common';`,
      `import 'typeorm';`,
      `import '@kompass/contracts';`,
      `import '@kompass/identity';`,
      `import '../index.js';`,
      `import type { A } from '../adapter.js';`,
    ],
    keeps: [
      `import '@kompass/kernel';`,
      `import '@kompass/instrument';`,
      `import '@js-temporal/polyfill';`,
      `import './known.js';`,
    ],
  },
  'domain-takes-types-from-the-event-store': {
    module: domain,
    breaks: [`import '@kompass/event-store';`],
    keeps: [`import type { A } from '@kompass/event-store';`],
  },
  'pure-parts-are-pure': {
    module: 'libs/scoring/src/views/known/*.projection.ts',
    breaks: [
      `import '@nestjs/common';`,
      `import 'typeorm';`,
      `import 'node:crypto';`,
      `import 'uuid';`,
      `import '@kompass/identity';`,
      `import '@kompass/read-store';`,
      `import '../../adapter.js';`,
    ],
    keeps: [
      `import '@kompass/kernel';`,
      `import '@kompass/contracts';`,
      `import '../../domain/known.js';`,
      `import type { A } from '@kompass/read-store';`,
    ],
  },
  'one-door-to-the-event-store': {
    module: ordinary,
    breaks: [`import '@eventstore/db-client';`, `import type { A } from '@eventstore/db-client';`],
    keeps: [`import '@kompass/event-store';`],
  },
  'one-door-to-kafka': [
    {
      module: ordinary,
      breaks: [`import 'kafkajs';`, `import type { A } from 'kafkajs';`, `import '@nestjs/microservices';`],
      keeps: [`import '@kompass/messaging';`],
    },
    { module: 'libs/messaging/src/*.ts', breaks: [`import 'kafkajs';`], keeps: [`import 'uuid';`] },
    { module: 'libs/messaging/src/kafka/*.ts', breaks: [], keeps: [`import 'kafkajs';`] },
    { module: 'libs/messaging/src/*.kafka.spec.ts', breaks: [], keeps: [`import 'kafkajs';`] },
  ],
  'node-speaks-by-the-definitions': [
    {
      module: 'libs/event-store-node/src/grpc/*.ts',
      breaks: [`import '@eventstore/db-client';`],
      keeps: [`import '@eventstore/db-client/generated/streams_pb.js';`],
    },
    {
      module: 'libs/event-store-node/src/*.int.spec.ts',
      breaks: [],
      keeps: [`import '@eventstore/db-client';`],
    },
  ],
  'grpc-only-in-the-node': {
    module: 'libs/event-store/src/*.ts',
    breaks: [`import '@grpc/grpc-js';`, `import 'google-protobuf';`],
    keeps: [`import 'uuid';`],
  },
  'sql-connections-are-opened-below': {
    module: ordinary,
    breaks: [`import 'pg';`, `import type { A } from 'pg';`],
    keeps: [`import 'typeorm';`, `import '@kompass/read-store';`],
  },
  'typeorm-only-where-tables-are': {
    module: 'libs/http/src/*.ts',
    breaks: [`import 'typeorm';`],
    keeps: [`import '@nestjs/common';`],
  },
  'one-door-a-library': [
    {
      module: 'apps/known/src/*.ts',
      breaks: [`import '../../../libs/scoring/src/adapter.js';`],
      keeps: [`import '@kompass/scoring';`, `import '../../../libs/instrument/data/known.json';`],
    },
    {
      module: 'libs/http/src/*.ts',
      breaks: [`import '../../messaging/src/adapter.js';`],
      keeps: [`import './index.js';`],
    },
    { module: 'test/*.ts', breaks: [`import '../libs/scoring/src/adapter.js';`], keeps: [] },
  ],
  'nobody-imports-an-app': [
    { module: 'libs/http/src/*.ts', breaks: [`import '../../../apps/known/src/main.js';`], keeps: [] },
    {
      module: 'apps/other/src/*.ts',
      breaks: [`import '../../known/src/main.js';`],
      keeps: [`import './own.js';`],
    },
  ],
  'tests-stay-apart': {
    module: ordinary,
    breaks: [`import '@kompass/testing';`, `import './domain/known.fixtures.js';`],
    keeps: [`import './domain/known.js';`],
  },
  'unit-tests-do-no-io': {
    module: 'libs/messaging/src/*.spec.ts',
    breaks: [`import 'node:net';`, `import 'node:child_process';`, `import 'supertest';`],
    keeps: [`import '@kompass/testing';`, `import 'fast-check';`, `import type { A } from 'node:http';`],
  },
  'every-import-is-found': {
    module: ordinary,
    breaks: [`import 'no-such-package';`, `import './no-such-module.js';`],
    keeps: [`import './index.js';`],
  },
  'no-cycles': {
    module: 'libs/http/src/*.ts',
    breaks: [`import './*.js';`],
    keeps: [`import type { A } from './*.js';`],
  },
  'no-dev-dependencies-at-run-time': {
    module: 'libs/http/src/*.ts',
    breaks: [`import 'fast-check';`],
    keeps: [`import 'uuid';`, `import type { A } from 'fast-check';`],
  },
};

const libraries = [
  ...['kernel', 'instrument', 'contracts', 'config', 'event-store', 'messaging', 'read-store', 'http'],
  ...['identity', 'embedded', 'testing', 'register', 'scheduling', 'scoring', 'reporting'],
];
const packages = [
  ...['zod', 'uuid', '@nestjs/common', '@eventstore/db-client', '@grpc/grpc-js', 'google-protobuf'],
  ...['pg', 'typeorm', 'kafkajs', '@nestjs/microservices', '@js-temporal/polyfill'],
];
const devPackages = ['fast-check', 'supertest'];

const empty = 'export {};\n';

/** What the probes import: libraries, packages and an app with nothing in them. */
export const surroundings: Readonly<Record<string, string>> = {
  ...eachOf(libraries, (library) => ({ [`libs/${library}/src/index.ts`]: empty })),
  ...eachOf([...packages, ...devPackages], (name) => ({
    [`node_modules/${name}/package.json`]: JSON.stringify({ name, version: '1.0.0', main: 'index.js' }),
    [`node_modules/${name}/index.js`]: empty,
  })),
  'node_modules/@eventstore/db-client/generated/streams_pb.js': empty,
  'libs/scoring/src/adapter.ts': empty,
  'libs/scoring/src/domain/known.ts': empty,
  'libs/scoring/src/domain/known.fixtures.ts': empty,
  'libs/instrument/data/known.json': '{}',
  'libs/messaging/src/adapter.ts': empty,
  'apps/known/src/main.ts': empty,
  'apps/other/src/own.ts': empty,
  'bench/known.ts': empty,
  'test/known.ts': empty,
  'package.json': JSON.stringify({
    name: 'small',
    version: '1.0.0',
    dependencies: Object.fromEntries(packages.map((name) => [name, '1.0.0'])),
    devDependencies: Object.fromEntries(devPackages.map((name) => [name, '1.0.0'])),
  }),
};

function eachOf(
  names: readonly string[],
  write: (name: string) => Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.assign({}, ...names.map(write)) as Readonly<Record<string, string>>;
}
