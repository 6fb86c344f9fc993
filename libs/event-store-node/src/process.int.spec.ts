import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { runModule, testDatabase } from '@kompass/testing';
import type { TestDatabase } from '@kompass/testing';

const main = new URL('../../../apps/event-store-node/src/main.ts', import.meta.url).pathname;

/** How the program ends that is started with these arguments, and what it says. */
async function end(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const starter = runModule(
    `import { spawnSync } from 'node:child_process';
     const { status, stdout, stderr } = spawnSync(process.execPath, [...process.execArgv.slice(0, 2), ...process.argv.slice(1)]);
     console.log(JSON.stringify({ code: status, out: String(stdout), err: String(stderr) }));`,
    main,
    ...args,
  );
  return JSON.parse((await starter.line()) as string) as { code: number; out: string; err: string };
}

jest.setTimeout(30_000);

describe('the event-store node as a process', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.drop());

  it.each<[string, () => string[], RegExp]>([
    ['where its log should be is not said', () => [], /^event-store: give either --data or --postgres\n$/],
    [
      'it is said twice',
      () => ['--data', 'x', '--postgres', 'y'],
      /^event-store: give either --data or --postgres\n$/,
    ],
    ['the port is none', () => ['--postgres', 'y', '--port', '70000'], /^error: .*'70000' is invalid.*\n$/],
    [
      'PostgreSQL is not there',
      () => ['--postgres', 'postgres://127.0.0.1:1/x'],
      /^event-store: .*ECONNREFUSED.*\n$/,
    ],
    [
      'PostgreSQL may lose events',
      () => ['--postgres', database.url],
      /^event-store: PostgreSQL could lose .*\n$/,
    ],
  ])('says in one line when %s, and fails', async (_, args, line) => {
    const { code, out, err } = await end(...args());
    expect(err).toMatch(line);
    expect(out).toBe('');
    expect(code).toBe(1);
  });
});
