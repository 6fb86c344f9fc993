import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** Files that must stay pure: no clock, no chance, no I/O (house convention 1). */
const pureFiles = [
  'libs/*/src/domain/**/*.ts',
  'libs/*/src/**/*.projection.ts',
  'libs/*/src/**/*.policy.ts',
  'libs/kernel/src/**/*.ts',
  'libs/instrument/src/**/*.ts',
];

const impure = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Pure code has no clock: time arrives in the command.',
  },
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Pure code has no clock: time arrives in the command.',
  },
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    message: 'Pure code has no chance: ids arrive in the command.',
  },
];

const processEnv = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'Only libs/config reads process.env.',
};

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'coverage/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, emitDecoratorMetadata: true, experimentalDecorators: true },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'off', // verbatimModuleSyntax is the check; injected classes must stay values
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      'max-lines': ['error', { max: 450 }],
      'no-restricted-syntax': ['error', processEnv],
    },
  },
  {
    files: ['libs/config/**/*.ts', 'test/**/*.ts', 'libs/testing/**/*.ts', 'bench/**/*.ts', '**/*.spec.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: pureFiles,
    ignores: ['**/*.spec.ts'],
    rules: { 'no-restricted-syntax': ['error', processEnv, ...impure], 'no-console': 'error' },
  },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    languageOptions: {
      globals: { process: 'readonly', console: 'readonly', module: 'writable', URL: 'readonly' },
    },
  },
);
