import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { KompassClient, routes } from '@kompass/contracts';
import { createInstallationKeys, startOf } from '@kompass/embedded';
import { refusalOf } from './support/refusal-of.js';
import { cluster } from './torture/cluster-form.js';
import { Program, type LaunchOptions } from './torture/program.js';

jest.setTimeout(480_000);

let parent: string;
let data: string;
const launched: Program[] = [];

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'kompass-services-'));
  data = join(parent, 'data');
});
afterEach(async () => {
  for (const program of launched.splice(0)) if (program.running) await program.kill();
  await cluster.killEngines(data);
  await rm(parent, { recursive: true, maxRetries: 20, retryDelay: 100 });
});

function launch(options: LaunchOptions): Program {
  const program = new Program(data, options);
  launched.push(program);
  return program;
}

describe('a cluster', () => {
  const demo = { program: 'cluster', flags: ['--demo'] } as const;

  it('shows the demo, ends in order, and finds everything at the next start', async () => {
    const first = launch(demo);
    const running = await first.ready();
    for (const figure of ['2017: 396 of 800', '2013 → 2017: 254 → 396 (+142)'])
      expect(first.output).toContain(figure);
    const gained = [...first.output.matchAll(/^ {2}(\d) .* {2}\s*(\d+) → \s*(\d+) {2}\(\+\d+\)$/gm)];
    expect(gained.map(([, area, , to]) => `${area}: ${to}`)).toEqual(
      [33, 38, 65, 57, 52, 43, 39, 69].map((points, index) => `${index + 1}: ${points}`),
    );
    expect(Object.keys(running.processes!).toSorted()).toEqual(
      ['event-store', 'gateway', 'kafka', 'postgres', 'reporting', 'scheduling', 'scoring'].toSorted(),
    );
    const operator = new KompassClient({ baseUrl: running.url, token: running.token });
    const { items } = await operator.call(routes.listProjections);
    expect(new Set(items.map(({ context }) => context))).toEqual(
      new Set(['register', 'scheduling', 'scoring', 'reporting']),
    );
    expect(await first.stop()).toEqual({ code: 0, signal: null });
    expect(first.errors).toBe('');
    expect(running.children.map((pid) => startOf(pid))).toEqual(running.children.map(() => undefined));
    expect((await readdir(data)).filter((name) => /lock|run\.json/.test(name))).toEqual([]);

    const second = launch(demo);
    const again = await second.ready();
    expect(second.output).toContain('2013 → 2017: 254 → 396 (+142)');
    expect(second.output).not.toContain('Evaluation of 2017');
    expect(await second.stop('SIGTERM')).toEqual({ code: 0, signal: null });
    expect(again.children.map((pid) => startOf(pid))).toEqual(again.children.map(() => undefined));
    expect(await refusalOf(launch({ program: 'standalone' }))).toContain('holds the demo of a cluster');
  });

  it('ends in order at any moment of its start', async () => {
    for (const afterMs of [500, 4_000, 8_000]) {
      const program = launch({ program: 'cluster' });
      await program.says('are started');
      await delay(afterMs);
      expect(await program.stop()).toEqual({ code: 0, signal: null });
      expect(program.errors).toBe('');
      expect((await readdir(data)).filter((name) => /lock|run\.json/.test(name))).toEqual([]);
    }
  });

  it.each([
    ['without Java', { PATH: '/nowhere' }, 'Kafka needs Java 17 and Maven'],
    [
      'with engines of others',
      { KOMPASS_KAFKA_BROKERS: 'kafka:9092' },
      'a cluster brings its own engines: unset KOMPASS_KAFKA_BROKERS',
    ],
  ])('refuses to start %s', async (_, env, reason) => {
    expect(await refusalOf(launch({ program: 'cluster', env }))).toContain(reason);
  });
});

describe('a service', () => {
  it('waits for its engines, says for which, and ends when it is told to', async () => {
    await createInstallationKeys(join(parent, 'keys'));
    const silent = createServer((socket) => void socket.destroy()).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const program = launch({
      program: 'scoring',
      env: {
        KOMPASS_POSTGRES_URL: `postgres://kompass:hunter2@127.0.0.1:${port}/kompass`,
        KOMPASS_EVENTSTORE_URL: 'esdb://127.0.0.1:1?tls=false',
        KOMPASS_KAFKA_BROKERS: '127.0.0.1:1',
        KOMPASS_GATEWAY_URL: 'http://127.0.0.1:1',
        KOMPASS_KEYS: join(parent, 'keys'),
      },
    });
    await program.says(`waiting: the PostgreSQL at 127.0.0.1:${port} cannot be used`);
    expect(await program.stop('SIGTERM')).toEqual({ code: 0, signal: null });
    expect(program.output + program.errors).not.toContain('hunter2');
    silent.close();
  });
});
