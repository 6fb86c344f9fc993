/**
 * Something about this machine or its data keeps the program from starting. The message is one line that names the
 * thing and the remedy; a `main.ts` prints it and ends with an exit code other than 0.
 */
export class StartupProblem extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'StartupProblem';
  }
}

/** The code of a failed system call (`EACCES`, `ENOENT` …), if `error` is one. */
export function errorCode(error: unknown): string | undefined {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}
