import { WrongSettings } from '@kompass/config';

/**
 * Runs a program until it ends or is told to: by Ctrl-C, by `kill`, when its terminal is closed, and when the
 * process that has started it ends (`told`; again changes nothing, for a stop has its limits). Then the process ends. What fails is a line each, without a stack: what
 * the operator can mend.
 */
export async function runProgram(program: (told: AbortSignal) => Promise<void>): Promise<never> {
  // A terminal that is closed takes its ends of these along: what is said after that is lost, and nothing else.
  for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined);
  const told = new AbortController();
  for (const event of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const)
    process.on(event, () => told.abort());
  try {
    await program(told.signal);
    process.exit(0);
  } catch (error) {
    for (const line of linesOf(error)) process.stderr.write(`kompass: ${line}\n`);
    process.exit(1);
  }
}

/** Resolves when the program is told to end. */
export function untilTold(told: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (told.aborted) resolve();
    else told.addEventListener('abort', () => resolve());
  });
}

function linesOf(error: unknown): readonly string[] {
  if (error instanceof WrongSettings) return error.problems;
  return [error instanceof Error ? error.message : String(error)];
}
