import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { KompassClient, routes } from '@kompass/contracts';
import { startOf, type RunningInstance } from '@kompass/embedded';
import { refusalOf } from './support/refusal-of.js';
import { killed, killPostmaster, Program, type LaunchOptions } from './torture/program.js';

jest.setTimeout(120_000);

describe('the program', () => {
  let parent: string;
  let data: string;
  const launched: Program[] = [];

  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'kompass-lifecycle-'));
    data = join(parent, 'data');
  });
  afterEach(async () => {
    for (const program of launched.splice(0)) if (program.running) await program.kill();
    await killPostmaster(data);
    await rm(parent, { recursive: true, maxRetries: 10, retryDelay: 100 });
  });

  const pidFile = () => join(data, 'postgres', 'postmaster.pid');

  function launch(options: LaunchOptions = {}, dir = data): Program {
    const program = new Program(dir, options);
    launched.push(program);
    return program;
  }

  /** Ends in order, and nothing is left behind. */
  async function stops(
    program: Program,
    { children }: RunningInstance,
    by: NodeJS.Signals = 'SIGINT',
  ): Promise<void> {
    expect(await program.stop(by)).toEqual({ code: 0, signal: null });
    expect(program.errors).toBe('');
    expect(children.map((pid) => startOf(pid))).toEqual(children.map(() => undefined));
    expect((await readdir(data)).filter((name) => /lock|run\.json/.test(name))).toEqual([]);
  }

  it('makes its first administrator once, and finds everything at the next start', async () => {
    const first = launch();
    const before = await first.ready();
    const [link] = /\/v1\/invitations\/\S+/.exec(first.output)!;
    const newcomer = { email: 'kari@kompass.example', name: 'Kari', password: 'correct horse battery' };
    const accept = () =>
      fetch(`${before.url}${link}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(newcomer),
      });
    expect((await accept()).status).toBe(204);
    expect((await accept()).status).toBe(404);
    const kari = await new KompassClient({ baseUrl: before.url }).signIn(newcomer.email, newcomer.password);
    const made = await kari.call(routes.registerMunicipality, {
      body: { id: 'roros', country: 'NO', names: { nb: 'Røros' }, numbers: [{ number: '5025' }] },
    });
    await stops(first, before);

    const second = launch();
    const after = await second.ready();
    expect(second.output).not.toContain('/v1/invitations/');
    const anybody = new KompassClient({ baseUrl: after.url });
    const query = { atLeast: made.position };
    expect(await anybody.call(routes.readMunicipality, { params: { number: '5025' }, query })).toMatchObject({
      id: 'roros',
      revision: made.revision,
    });
    await anybody.signIn(newcomer.email, newcomer.password);
    await stops(second, after, 'SIGTERM');
  });

  it('refuses a folder that another process holds, and that one goes on', async () => {
    const first = launch();
    const running = await first.ready();
    expect(await refusalOf(launch())).toContain(`is in use by process ${first.pid}`);
    expect((await fetch(`${running.url}/readyz`)).status).toBe(200);
    expect(await first.ready()).toEqual(running);
    await stops(first, running);
  });

  it('finds what a killed run had acknowledged, and stops what that left behind', async () => {
    const first = launch();
    const { url, token, children } = await first.ready();
    const operator = new KompassClient({ baseUrl: url, token });
    await operator.call(routes.registerMunicipality, {
      body: { id: 'roros', country: 'NO', names: { nb: 'Røros' }, numbers: [{ number: '5025' }] },
    });
    await first.kill();
    const [postmaster] = children;
    expect(startOf(postmaster!)).toBeDefined();

    const second = launch();
    const running = await second.ready();
    expect(startOf(postmaster!)).toBeUndefined();
    const anybody = new KompassClient({ baseUrl: running.url });
    const { items } = await anybody.call(routes.listMunicipalities);
    expect(items.map(({ id }) => id)).toEqual(['roros']);
    await stops(second, running);
  });

  it('ends when PostgreSQL does, and says so', async () => {
    const program = launch();
    const [postmaster, node] = (await program.ready()).children;
    killed(postmaster!);
    const { code } = await program.ended;
    expect(code).toBe(1);
    expect(program.errors).toMatch(/^kompass: PostgreSQL ended unexpectedly: see \S+postgres\.log$/m);
    expect(startOf(node!)).toBeUndefined();
  });

  it('refuses a port that is taken, and leaves nothing running', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const refusal = await refusalOf(launch({ env: { KOMPASS_PORT: String(port) } }));
    server.close();
    expect(refusal).toBe(
      `kompass: port ${port} on 127.0.0.1 is taken: stop what listens there, or name another in KOMPASS_PORT\n`,
    );
    await expect(stat(pidFile())).rejects.toThrow('ENOENT');
    expect((await readdir(data)).filter((name) => name.includes('lock'))).toEqual([]);
    const program = launch();
    await stops(program, await program.ready());
  });

  it.each([
    ['KOMPASS_POSTGRES_URL', 'postgres://kompass:hunter2@127.0.0.1:1/kompass'],
    ['KOMPASS_EVENTSTORE_URL', 'esdb://kompass:hunter2@127.0.0.1:1?tls=false'],
  ])('refuses an engine that does not answer: %s', async (name, url) => {
    const program = launch({ env: { [name]: url } });
    const refusal = await refusalOf(program);
    expect(refusal).toContain('127.0.0.1:1');
    expect(refusal).toContain(`see ${name}`);
    expect(refusal + program.output).not.toContain('hunter2');
  });

  describe('refuses, without touching anything,', () => {
    it('a folder that cannot be made', async () => {
      await writeFile(join(parent, 'file'), 'mine');
      const dir = join(parent, 'file', 'data');
      expect(await refusalOf(launch({}, dir))).toContain(`data folder ${dir} cannot be made (ENOTDIR)`);
      expect(await readFile(join(parent, 'file'), 'utf8')).toBe('mine');
    });

    it('a folder that holds something else', async () => {
      await writeFile(join(parent, 'thesis.doc'), 'mine');
      expect(await refusalOf(launch({}, parent))).toContain('holds something else (thesis.doc)');
      expect(await readdir(parent)).toEqual(['thesis.doc']);
    });

    it('the data of a newer version, and of another use', async () => {
      const program = launch();
      await stops(program, await program.ready());
      expect(await refusalOf(launch({ flags: ['--demo'] }))).toContain('holds real data, not the demo');
      expect(await refusalOf(launch({ flags: ['--demo', '--reset'] }))).toContain('holds real data');

      const version = join(data, 'version');
      await writeFile(version, '{"format":2,"use":"real"}');
      const before = await contents(data);
      expect(await refusalOf(launch())).toContain('was written by a newer version of Kompass (format 2');
      expect(await contents(data)).toEqual(before);
    });

    it('wrong settings: a line each, and no secret', async () => {
      const program = launch({
        env: {
          KOMPASS_PORT: '80000',
          KOMPASS_COLOUR: 'red',
          KOMPASS_POSTGRES_URL: 'mysql://kompass:hunter2@127.0.0.1/kompass',
          KOMPASS_DEMO_PASSWORD: 'hunter2',
        },
      });
      const { code } = await program.ended;
      expect(code).toBe(1);
      expect(program.errors.trim().split('\n').sort()).toEqual([
        'kompass: KOMPASS_COLOUR: no such setting',
        'kompass: KOMPASS_DEMO_PASSWORD: must be at least 8 characters',
        'kompass: KOMPASS_PORT: must be a whole number from 0 to 65535, not "80000"',
        'kompass: KOMPASS_POSTGRES_URL: must be an address like postgres://user:password@host:5432/database',
      ]);
      expect(await readdir(parent)).toEqual([]);
    });

    it('starting something over that is not the demo', async () => {
      expect(await refusalOf(launch({ flags: ['--reset'] }))).toContain('--reset starts the demo over');
      expect(await readdir(parent)).toEqual([]);
    });
  });

  describe('told to end', () => {
    it('ends in order under load, with requests half sent and connections kept open', async () => {
      const program = launch();
      const running = await program.ready();
      const operator = new KompassClient({ baseUrl: running.url, token: running.token });
      let answers = 0;
      const busy = Array.from({ length: 8 }, async (_, client) => {
        for (let count = 0; ; count += 1) {
          const id = `place-${client}-${count}`;
          const number = String(1000 + client * 1000 + (count % 1000));
          await operator.call(routes.registerMunicipality, {
            body: { id, country: 'NO', names: { nb: id }, numbers: [{ number }] },
          });
          answers += 1;
        }
      });
      const { port } = new URL(running.url);
      const half = connect(Number(port), '127.0.0.1').on('error', () => undefined);
      half.write('POST /v1/sessions HTTP/1.1\r\nhost: kompass\r\ncontent-type: application/json\r\n');
      half.write('content-length: 100\r\n\r\n{"email":');
      while (answers < 20) await delay(5);
      const stopped = stops(program, running);
      const refused = await Promise.allSettled(busy);
      await stopped;
      expect(refused.map(({ status }) => status)).toEqual(busy.map(() => 'rejected'));
    });

    it('ends in order when its terminal is closed', async () => {
      const program = launch({ env: { KOMPASS_LOG_LEVEL: 'info' } });
      const running = await program.ready();
      program.closeTerminal();
      for (let count = 0; count < 10; count += 1) await fetch(`${running.url}/healthz`);
      await stops(program, running, 'SIGHUP');
    });

    it('ends in order at any moment of its start, and the next start is whole', async () => {
      for (const afterMs of [300, 900, 1_500, 2_100]) {
        const program = launch();
        await delay(afterMs);
        const { code, signal } = await program.stop();
        // Before the program itself runs, it is Node that ends.
        expect(signal ?? code).toBe(signal === null ? 0 : 'SIGINT');
        expect(program.errors).toBe('');
        await expect(stat(pidFile())).rejects.toThrow('ENOENT');
      }
      const program = launch();
      await stops(program, await program.ready());
    });

    it('ends in the midst of loading the demo, which the next start completes', async () => {
      const options = { flags: ['--demo'] };
      const first = launch(options);
      await first.says('Evaluation of 2017');
      await delay(100);
      await stops(first, await first.announced());
      expect(first.output).not.toContain('396 of 800');

      const second = launch(options);
      const running = await second.ready();
      expect(second.output).toContain('396 of 800');
      expect(second.output).toContain('254 → 396 (+142)');
      await stops(second, running);

      const third = launch(options);
      const found = await third.ready();
      expect(third.output).toContain('396 of 800');
      expect(third.output).not.toContain('Evaluation of 2017');
      await stops(third, found);
    });
  });
});

/** Every file of a folder, with its size and when it was last written. */
async function contents(folder: string): Promise<Record<string, string>> {
  const names = await readdir(folder, { recursive: true });
  const entries = names.sort().map(async (name) => {
    const { size, mtimeMs } = await stat(join(folder, name));
    return [name, `${size} ${mtimeMs}`] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}
