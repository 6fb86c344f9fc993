import { runModule } from '@kompass/testing';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startEventStoreNodeProcess } from './event-store-process.js';
import type { EventStoreNodeOptions, EventStoreNodeProcess } from './event-store-process.js';
import { startOf } from './process.js';

jest.setTimeout(60_000);

/** Keeps the agreement that a node keeps with its parent, and writes down what it was told and when it ended. */
const node = `
  import { appendFileSync } from 'node:fs';
  import { createServer } from 'node:net';
  const note = (line) => appendFileSync(new URL('./notes', import.meta.url), line + '\\n');
  note(process.argv.slice(2).join(' ') + ' ' + process.env.PGPASSWORD);
  const port = Number(process.argv[5]);
  const server = createServer().listen(port, '127.0.0.1', () => process.send({ port: server.address().port }));
  process.on('disconnect', () => { note('ended in order'); process.exit(); });`;

const postgresUrl = 'postgres://kompass:s%2Fcret@127.0.0.1:5432/kompass';

describe('the process of the event-store node', () => {
  let folder: string;
  let entry: string;
  const started: EventStoreNodeProcess[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kompass-spec-'));
    entry = join(folder, 'node.mjs');
    await writeFile(entry, node);
  });
  afterEach(async () => {
    for (const one of started.splice(0)) await one.stop();
    await rm(folder, { recursive: true });
  });

  async function start(options: Partial<EventStoreNodeOptions> = {}): Promise<EventStoreNodeProcess> {
    const one = await startEventStoreNodeProcess({ entry, postgresUrl, ...options });
    started.push(one);
    return one;
  }

  async function reach(port: number): Promise<void> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    socket.destroy();
  }

  const notes = async () => (await readFile(join(folder, 'notes'), 'utf8')).trim().split('\n');

  it('listens where it says, and ends in order', async () => {
    const one = await start();
    expect(one.url).toBe(`esdb://127.0.0.1:${one.port}?tls=false`);
    await reach(one.port);
    const pid = one.pid()!;
    await Promise.all([one.stop(), one.stop()]);
    expect(startOf(pid)).toBeUndefined();
    expect((await notes()).at(-1)).toBe('ended in order');
  });

  it('gets the password where other users cannot read it', async () => {
    await start();
    expect(await notes()).toEqual(['--postgres postgres://kompass@127.0.0.1:5432/kompass --port 0 s/cret']);
  });

  it('is started again on its port when it is killed', async () => {
    const told: string[] = [];
    const one = await start({ log: (message) => told.push(message) });
    const killed = one.pid()!;
    process.kill(killed, 'SIGKILL');
    while (one.pid() === killed) await delay(10);
    await reach(one.port);
    expect(told).toEqual(['the event-store node has died and is started again']);
  });

  it('is given up when it keeps dying, and the reason is told', async () => {
    const told: string[] = [];
    let giveUp: (message: string) => void = () => undefined;
    const given = new Promise<string>((resolve) => (giveUp = resolve));
    const one = await start({ log: (message) => told.push(message), onExit: giveUp, patienceMs: 500 });
    await writeFile(entry, `process.stderr.write('event-store: out of paper\\n'); process.exit(1);`);
    process.kill(one.pid()!, 'SIGKILL');
    expect(await given).toBe('the event-store node keeps dying: see above');
    expect(told).toContain('the event-store node does not start: event-store: out of paper');
  });

  it('says why it does not start', async () => {
    await writeFile(entry, `process.stderr.write('event-store: out of ink\\n'); process.exit(1);`);
    await expect(start()).rejects.toThrow('the event-store node does not start: event-store: out of ink');
  });

  it('can be stopped while it waits to be started again', async () => {
    const one = await start();
    const killed = one.pid()!;
    process.kill(killed, 'SIGKILL');
    while (startOf(killed) !== undefined) await delay(1);
    await one.stop();
    expect(startOf(one.pid()!)).toBeUndefined();
  });

  it('can be stopped while it is being started again', async () => {
    const one = await start();
    await writeFile(
      entry,
      `process.on('disconnect', () => process.exit()); setInterval(() => undefined, 1000);`,
    );
    const killed = one.pid()!;
    process.kill(killed, 'SIGKILL');
    while (startOf(killed) !== undefined) await delay(1);
    await delay(500);
    await one.stop();
  });

  it('ends when this process is killed', async () => {
    const program = runModule(
      `import { startEventStoreNodeProcess } from '@kompass/embedded';
       const one = await startEventStoreNodeProcess({ entry: process.argv[1], postgresUrl: process.argv[2] });
       console.log(one.pid());`,
      entry,
      postgresUrl,
    );
    const pid = Number(await program.line());
    await program.kill();
    while (startOf(pid) !== undefined) await delay(10);
    expect((await notes()).at(-1)).toBe('ended in order');
  });
});
