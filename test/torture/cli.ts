import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const entry = fileURLToPath(new URL('../../dist/apps/cli/src/main.js', import.meta.url));

export interface CliAnswer {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

/** Runs the built `kompass` to its end. */
export function kompass(...args: readonly string[]): Promise<CliAnswer> {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('KOMPASS_')),
  );
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [entry, ...args], { env }, (_error, output, errors) =>
      resolve({ code: child.exitCode ?? -1, output, errors }),
    );
  });
}
