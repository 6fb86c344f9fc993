import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { runModule } from '@kompass/testing';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startOf } from '../process.js';
import { answers } from './answers.js';
import { startKafka, type Kafka, type KafkaOptions } from './broker.js';

// A broker takes its time on a loaded machine.
jest.setTimeout(180_000);

describe('an embedded Kafka', () => {
  let folder: string;
  let running: Kafka | undefined;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kompass-spec-'));
  });
  afterEach(async () => {
    await running?.kill();
    running = undefined;
    await rm(folder, { recursive: true });
  });

  const start = async (options: Partial<KafkaOptions> = {}): Promise<Kafka> =>
    (running = await startKafka({ dataDir: folder, ...options }));

  it('answers when it is started, and is itself again after a kill', async () => {
    const first = await start();
    expect(first.brokers).toEqual([`127.0.0.1:${first.port}`]);
    expect(await answers(first.brokers[0]!)).toBe(true);
    await first.kill();
    expect(startOf(first.pid)).toBeUndefined();
    const again = await start();
    expect(again.brokers).toEqual(first.brokers);
    await again.stop();
    expect(startOf(again.pid)).toBeUndefined();
  });

  it('says when it has ended although nobody stopped it', async () => {
    let tell: (message: string) => void = () => undefined;
    const told = new Promise<string>((resolve) => (tell = resolve));
    const { pid } = await start({ onExit: tell });
    process.kill(pid, 'SIGKILL');
    expect(await told).toBe(`Kafka ended unexpectedly: see ${join(folder, 'kafka.log')}`);
  });

  it('ends the orphan of a killed run', async () => {
    const program = runModule(
      `import { startKafka } from '@kompass/embedded';
       const { pid } = await startKafka({ dataDir: process.argv[1] });
       console.log(pid);`,
      folder,
    );
    const orphan = Number(await program.line());
    await program.kill();
    expect(startOf(orphan)).toBeDefined();
    const told: string[] = [];
    await start({ log: (message) => told.push(message) });
    expect(told).toEqual([`stopped the Kafka (pid ${orphan}) that a killed run left behind`]);
    expect(startOf(orphan)).toBeUndefined();
  });

  it('is run by one process at a time, on a port that is free', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    await expect(start({ port })).rejects.toThrow(`port ${port} is taken: Kafka needs another`);
    server.close();
    await start();
    await expect(startKafka({ dataDir: folder })).rejects.toThrow(`in use by process ${process.pid}`);
  });
});
