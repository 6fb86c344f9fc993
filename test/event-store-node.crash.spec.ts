import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AppendLoad, runModule } from '@kompass/testing';
import type { NodeProcess } from '@kompass/testing';

const main = new URL('../apps/event-store-node/src/main.ts', import.meta.url);

describe('the event-store node with a PostgreSQL of its own', () => {
  let folder: string;
  beforeEach(() => {
    folder = join(tmpdir(), `kompass-crash-${randomUUID()}`);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const start = () =>
    runModule(`await import(${JSON.stringify(main.href)});`, '--data', folder, '--port', '0');

  async function addressOf(node: NodeProcess): Promise<string> {
    const { port } = JSON.parse((await node.line()) as string) as { port: number };
    return `esdb://127.0.0.1:${port}?tls=false`;
  }

  async function postmaster(): Promise<number> {
    const [pid] = (await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8')).split('\n');
    return Number(pid);
  }

  async function compare(load: AppendLoad, address: string): Promise<void> {
    const { acknowledged, lost, surplus, positions } = await load.compare(address);
    expect({ lost, surplus }).toEqual({ lost: [], surplus: [] });
    expect(positions.length).toBeGreaterThanOrEqual(acknowledged);
    expect(positions).toEqual(positions.map((_, index) => BigInt(index + 1)));
  }

  it('has every acknowledged append, once, in one order, whatever of it is killed and when', async () => {
    const load = new AppendLoad(8);
    for (const victim of ['both', 'node', 'postgres', 'both', 'node', 'both'] as const) {
      const node = start();
      const address = await addressOf(node);
      await compare(load, address);

      const before = load.acknowledged;
      const running = load.run(address);
      while (load.acknowledged < before + 30) await delay(5);
      await delay(Math.random() * 300);

      const exited = once(node.child, 'exit');
      if (victim !== 'node') process.kill(await postmaster(), 'SIGKILL');
      if (victim !== 'postgres') node.child.kill('SIGKILL');
      const [code] = (await exited) as [number | null];
      if (victim === 'postgres') expect(code).toBe(1);
      await running;
    }

    const node = start();
    await compare(load, await addressOf(node));
    const ended = once(node.child, 'exit');
    node.child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  }, 180_000);

  it('ends by itself when its parent is killed', async () => {
    const parent = runModule(
      `import { fork } from 'node:child_process';
       const [, main, ...args] = process.argv;
       const child = fork(main, args, { execArgv: process.execArgv.slice(0, 2), detached: true });
       child.on('message', ({ port }) => console.log(JSON.stringify({ port, pid: child.pid })));`,
      main.pathname,
      ...['--data', folder, '--port', '0'],
    );
    const { pid } = JSON.parse((await parent.line()) as string) as { pid: number };
    await parent.kill();
    while (isAlive(pid)) await delay(20);
    await expect(postmaster()).rejects.toThrow('ENOENT'); // and stopped its PostgreSQL in order
  }, 60_000);
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
