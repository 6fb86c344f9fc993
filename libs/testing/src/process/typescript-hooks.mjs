/** Lets plain Node run the TypeScript of this repository: what `jest.config.mjs` tells Jest, told to Node. */
import { transformFile } from '@swc/core';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const libs = new URL('../../../', import.meta.url);

export function resolve(specifier, context, next) {
  const lib = /^@kompass\/([^/]+)$/.exec(specifier)?.[1];
  if (lib) return next(new URL(`${lib}/src/index.ts`, libs).href, context);
  if (specifier.startsWith('.') && specifier.endsWith('.js') && context.parentURL) {
    const source = new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL);
    if (existsSync(source)) return next(source.href, context);
  }
  return next(specifier, context);
}

export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  const { code } = await transformFile(fileURLToPath(url));
  return { format: 'module', source: code, shortCircuit: true };
}
