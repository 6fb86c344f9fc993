import { readFileSync } from 'node:fs';

/** The file that a variable names cannot be read; the message is a line that names both. */
export class SecretFileUnreadable extends Error {}

/**
 * Secrets as container engines hand them out: `NAME_FILE` names a file that holds the value of `NAME`. Of a file the
 * line break at its end is no part of the value.
 *
 * @throws SecretFileUnreadable
 */
export function withSecretFiles(
  env: Readonly<Record<string, string | undefined>>,
  secrets: ReadonlySet<string>,
): Record<string, string | undefined> {
  const read = { ...env };
  for (const name of secrets) {
    const variable = `${name}_FILE`;
    const file = read[variable];
    if (file === undefined) continue;
    if (read[name] !== undefined) throw new SecretFileUnreadable(`${variable}: ${name} is set as well`);
    read[name] = contentOf(file, variable);
    delete read[variable];
  }
  return read;
}

function contentOf(file: string, variable: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    const { code = 'unreadable' } = error as NodeJS.ErrnoException;
    throw new SecretFileUnreadable(`${variable}: the file ${file} cannot be read (${code})`);
  }
}
