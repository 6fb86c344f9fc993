import type { Probes } from './probe.js';

const domain = 'libs/scoring/src/domain/*.ts';
const projection = 'libs/scoring/src/views/known/*.projection.ts';
const adapter = 'libs/scoring/src/*.adapter.ts';
const spec = 'libs/scoring/src/*.spec.ts';

/** What the global names of the probes are. */
export const globals = `
  interface Timing { now(): number }
  declare const performance: Timing;
  declare function setTimeout(callback: () => void, ms: number): void;
  declare const crypto: { randomUUID(): string };
  declare module 'node:crypto' { export function randomBytes(size: number): object }
  declare const process: { readonly env: Readonly<Record<string, string>>; readonly pid: number };
  declare module 'node:process' { export const env: object }
  declare const console: { log(text: string): void };
  declare module '@nestjs/cqrs' { export const CommandBus: object, EventBus: object, QueryHandler: object }
  declare const jest: Record<'fn' | 'mock' | 'unstable_mockModule', (path?: string) => object>;
  interface Declare {
    (name: string): void;
    each: Declare; concurrent: Declare; skip: Declare; only: Declare; todo: Declare; failing: Declare;
  }
  declare const it: Declare, test: Declare, describe: Declare;
  declare const xit: Declare, fit: Declare, xdescribe: Declare, fdescribe: Declare;
  declare function unreachable(value: never): never;
  type Event = { readonly type: 'Opened' } | { readonly type: 'Closed' };
`;

const bothHandled = `case 'Opened': return true; case 'Closed': return false;`;

/** One probe a rule that a block of `eslint.config.mjs` named `kompass/…` turns on. */
export const lintProbes: Probes = {
  'house/no-clock': {
    module: domain,
    breaks: [
      `export const at = new Date();`,
      `export const at = Date();`,
      `export const at = Date.now();`,
      `export const at = [0].map(Date.now);`,
      `export const at = performance.now();`,
      `setTimeout(() => undefined, 1);`,
    ],
    keeps: [`export const year = (at: string): number => new Date(at).getUTCFullYear();`],
  },
  'house/no-chance': {
    module: projection,
    breaks: [
      `export const chance = Math.random();`,
      `export const id: string = crypto.randomUUID();`,
      `import { randomBytes } from 'node:crypto';\nexport const key = randomBytes(16);`,
    ],
    keeps: [`export const most = Math.max(1, 2);`],
  },
  'no-console': {
    module: adapter,
    breaks: [`console.log('agreed');`],
    keeps: [`declare const logger: { log(text: string): void };\nlogger.log('agreed');`],
  },
  'house/settings-from-config': {
    module: adapter,
    breaks: [
      `export const port = process.env['KOMPASS_PORT'];`,
      `export const port = process['env'];`,
      `export const { env } = process;`,
      `export { settings };\nimport { env as settings } from 'node:process';`,
    ],
    keeps: [`export const pid = process.pid;`],
  },
  'house/command-bus-only': {
    module: adapter,
    breaks: [
      `export { EventBus } from '@nestjs/cqrs';`,
      `export { bus };\nimport { EventBus as bus } from '@nestjs/cqrs';`,
      `export { QueryHandler };\nimport { QueryHandler } from '@nestjs/cqrs';`,
    ],
    keeps: [`export { CommandBus };\nimport { CommandBus } from '@nestjs/cqrs';`],
  },
  'house/types-are-exhausted': {
    module: domain,
    breaks: [
      `export function evolve(state: boolean, event: Event): boolean {
        switch (event.type) { ${bothHandled} default: return state; } }`,
      `export function evolve(event: Event): boolean {
        switch (event.type) { ${bothHandled} } }`,
      `export function evolve({ type }: Event): boolean {
        switch (type) { ${bothHandled} default: return false; } }`,
    ],
    keeps: [
      `export function evolve(event: Event): boolean {
        switch (event.type) { ${bothHandled} default: return unreachable(event); } }`,
      `export function grade(points: number): string {
        switch (points) { case 0: return 'none'; default: return 'some'; } }`,
    ],
  },
  '@typescript-eslint/switch-exhaustiveness-check': {
    module: domain,
    breaks: [
      `export function sign(of: 'plus' | 'minus'): number | undefined {
        switch (of) { case 'plus': return 1; } return undefined; }`,
    ],
    keeps: [
      `export function sign(of: 'plus' | 'minus'): number {
        switch (of) { case 'plus': return 1; case 'minus': return -1; } }`,
    ],
  },
  '@typescript-eslint/no-floating-promises': {
    module: adapter,
    breaks: [`export function store(save: () => Promise<void>): void { save(); }`],
    keeps: [`export async function store(save: () => Promise<void>): Promise<void> { await save(); }`],
  },
  '@typescript-eslint/only-throw-error': {
    module: domain,
    breaks: [`export function refuse(): never { throw 'score-above-maximum'; }`],
    keeps: [`export function refuse(): never { throw new Error('score-above-maximum'); }`],
  },
  'house/no-module-mocks': {
    module: spec,
    breaks: [`jest.mock('./adapter.js');`, `jest.unstable_mockModule('./adapter.js');`],
    keeps: [`export const stub = jest.fn();`],
  },
  'house/every-test-runs': {
    module: spec,
    breaks: [
      ...[
        'it.skip',
        'it.only',
        'it.todo',
        'test.failing',
        'describe.skip',
        'describe.only',
        'it.concurrent.skip',
      ],
      ...['xit', 'fit', 'xdescribe', 'fdescribe'],
    ].map((call) => `${call}('scores');`),
    keeps: [`it('scores');`, `it.each('scores');`],
  },
  'house/short-climbs': [
    {
      module: 'libs/scoring/src/policies/*.ts',
      breaks: [
        `import '../../other.js';`,
        `export * from '../../other.js';`,
        `await import('../../other.js');`,
      ],
      keeps: [`import '../domain/known.js';`],
    },
    {
      module: 'libs/scoring/src/views/known/*.ts',
      breaks: [`import '../../../other.js';`, `export { A } from '../../../other.js';`],
      keeps: [`import '../../domain/known.js';`],
    },
  ],
  'max-lines': {
    module: domain,
    breaks: [`export {};${'\n// one more line'.repeat(450)}`],
    keeps: [`export {};${'\n// one more line'.repeat(449)}`],
  },
  'no-warning-comments': {
    module: domain,
    breaks: [`export {}; // TODO: round half up`, `export {}; /* rounding: FIXME */`],
    keeps: [`export {}; // half up, as printed`],
  },
};
