import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The root of this repository. */
export const repository = process.cwd();

/** A folder laid out like this repository, in which the rules of the house can be broken. */
export interface SmallRepository {
  readonly root: string;
  remove(): void;
}

/**
 * Writes a small repository: this one's compiler options, and the files given.
 *
 * @param files text by path, relative to its root
 */
export function smallRepository(files: Readonly<Record<string, string>>): SmallRepository {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'kompass-architecture-')));
  const { compilerOptions, ...rest } = JSON.parse(
    readFileSync(join(repository, 'tsconfig.json'), 'utf8'),
  ) as Readonly<Record<string, unknown>> & { readonly compilerOptions: object };
  // Without a base, dependency-cruiser takes the current folder for the one that `paths` are relative to.
  const base = { baseUrl: '.', ignoreDeprecations: '6.0' };
  const tsconfig = JSON.stringify({ ...rest, compilerOptions: { ...compilerOptions, ...base, types: [] } });
  for (const [path, text] of Object.entries({ ...files, 'tsconfig.json': tsconfig })) {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return { root, remove: () => rmSync(root, { recursive: true }) };
}
