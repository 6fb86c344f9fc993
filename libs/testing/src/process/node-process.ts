import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A process of its own that runs a piece of this repository: for what can only be tested by killing it. */
export interface NodeProcess {
  readonly child: ChildProcess;
  /** The next line it writes; `undefined` when it has ended. */
  line(): Promise<string | undefined>;
  /** `kill -9`, and waits until it is gone. */
  kill(): Promise<void>;
}

/**
 * Runs `code`, an ES module that may import `@kompass/…`, in a process of its own; `args` are its `process.argv`
 * from index 1 on. Uncaught errors come as a line, `<name>: <message>`.
 */
export function runModule(code: string, ...args: readonly string[]): NodeProcess {
  const hooks = new URL('./typescript.mjs', import.meta.url).href;
  const reported = `process.on('uncaughtException', (error) => {
    process.stdout.write(\`\${error.name}: \${error.message}\\n\`, () => process.exit(1));
  });\n${code}`;
  const flags = ['--import', hooks, '--input-type=module', '--eval', reported, '--', ...args];
  const child = spawn(process.execPath, flags, { stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  return {
    child,
    line: async () => {
      const next: IteratorResult<string, undefined> = await lines.next();
      return next.value;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
