import js from '@eslint/js';
import tseslint from 'typescript-eslint';
import { house } from './test/architecture/house-rules.mjs';

const tests = ['**/*.spec.ts', '**/*.fixtures.ts', 'libs/testing/**/*.ts', 'test/**/*.ts'];

/** Files that must stay pure: no clock, no chance, no I/O (house convention 1). */
const pure = [
  'libs/{kernel,instrument}/src/**/*.ts',
  'libs/*/src/domain/**/*.ts',
  'libs/*/src/**/*.{projection,policy,publication}.ts',
];

// `test/architecture` breaks every rule that a block named `kompass/…` turns on.
export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'coverage/'] },
  js.configs.recommended,
  {
    files: ['**/*.{mjs,cjs}'],
    languageOptions: {
      globals: {
        ...{ process: 'readonly', console: 'readonly', module: 'writable', URL: 'readonly' },
        ...{ fetch: 'readonly', AbortSignal: 'readonly' },
      },
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, emitDecoratorMetadata: true, experimentalDecorators: true },
    },
    rules: {
      // verbatimModuleSyntax is the check; injected classes must stay values.
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
    },
  },
  {
    name: 'kompass/everywhere',
    files: ['**/*.ts'],
    plugins: { house },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      'max-lines': ['error', { max: 450 }],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'], location: 'anywhere' }],
      'house/short-climbs': ['error', 1],
      'house/settings-from-config': 'error',
      'house/command-bus-only': 'error',
      'house/types-are-exhausted': 'error',
      'house/no-module-mocks': 'error',
      'house/every-test-runs': 'error',
    },
  },
  {
    name: 'kompass/libraries',
    files: ['libs/**/*.ts'],
    rules: { 'no-console': 'error' },
  },
  {
    name: 'kompass/pure',
    files: pure,
    ignores: tests,
    rules: { 'house/no-clock': 'error', 'house/no-chance': 'error' },
  },
  {
    // A use-case and a view have a folder each, so that their domain is two steps up.
    files: ['libs/*/src/{features,views}/*/**/*.ts'],
    rules: { 'house/short-climbs': ['error', 2] },
  },
  {
    files: ['libs/config/**/*.ts', 'bench/**/*.ts', ...tests],
    rules: { 'house/settings-from-config': 'off' },
  },
  {
    // A stub of an asynchronous port has nothing to wait for.
    files: tests,
    rules: { '@typescript-eslint/require-await': 'off', '@typescript-eslint/unbound-method': 'off' },
  },
);
