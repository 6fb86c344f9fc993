import { once } from 'node:events';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { KompassClient, routes } from '@kompass/contracts';
import {
  freePort,
  startEventStoreNodeProcess,
  startKafka,
  startPostgres,
  type EventStoreNodeProcess,
  type Kafka,
  type Postgres,
} from '@kompass/embedded';
import { ready, until } from '../torture/until.js';
import { compositionIn, readText } from './composition.js';
import { Image, type Running } from './image.js';

jest.setTimeout(240_000);

const { services } = compositionIn(readText('docker-compose.yml'));
const ours = Object.entries(services).filter(([, { build }]) => build !== undefined);
const nodeEntry = fileURLToPath(new URL('../../dist/apps/event-store-node/src/main.js', import.meta.url));

describe('a clean production install', () => {
  let image: Image;
  beforeAll(async () => {
    image = new Image(await mkdtemp(join(tmpdir(), 'kompass-image-')));
    await image.build();
  });
  afterAll(() => rm(image.folder, { recursive: true }));

  it.each(ours)('holds %s, which names what it needs, and all of that is set for it', async (_, service) => {
    const { code, errors } = await image.start(service.command!).ended;
    expect(code).toBe(1);
    const named = Object.keys(service.environment!).map((name) => name.replace(/_FILE$/, ''));
    for (const line of errors.trimEnd().split('\n')) {
      const [, needed] = /^kompass: (KOMPASS_\w+): must be set here$/.exec(line) ?? [];
      expect([line, named]).toEqual([line, expect.arrayContaining([needed])]);
    }
  });

  it('holds the command line', async () => {
    const { code, errors } = await image.start(['deploy/bin/kompass.mjs', '--version']).ended;
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
  });

  it('is unhealthy while nothing answers', async () => {
    expect(await image.start(['deploy/healthy.mjs'], { KOMPASS_PORT: '1' }).ended).toMatchObject({ code: 1 });
  });

  describe('on engines, with secrets of its own and the environment of docker-compose.yml', () => {
    let dataDir: string;
    let postgres: Postgres;
    let node: EventStoreNodeProcess;
    let kafka: Kafka;
    const ports = new Map<string, number>();
    const running = new Map<string, Running>();

    /** What stands at the other end of an address in the composition. */
    const placeOf = (value: string): string => {
      const secret = /^\/run\/secrets(\/.+)?$/.exec(value);
      if (secret) return join(image.folder, 'deploy/secrets', secret[1] ?? '');
      return value
        .replace('esdb://eventstore:2113?tls=false', node.url)
        .replace('kafka:9092', kafka.brokers[0]!)
        .replace('/kompass/checkpoints', join(image.folder, 'checkpoints'))
        .replace(/^http:\/\/(\w+):3000$/, (_, name: string) => `http://127.0.0.1:${ports.get(name)}`)
        .replace(/^\$\{\w+:-\}$/, '');
    };

    const gateway = () => `http://127.0.0.1:${ports.get('gateway')}`;
    const loadDemo = () =>
      image.start(['deploy/bin/kompass.mjs', 'demo', '--url', gateway()], {
        KOMPASS_OPERATOR_TOKEN_FILE: placeOf('/run/secrets/operator-token'),
      }).ended;

    beforeAll(async () => {
      dataDir = await mkdtemp(join(tmpdir(), 'kompass-image-engines-'));
      postgres = await startPostgres({ dataDir });
      node = await startEventStoreNodeProcess({ entry: nodeEntry, postgresUrl: postgres.url });
      kafka = await startKafka({ dataDir });
      await copyFile('deploy/secrets.sh', join(image.folder, 'deploy/secrets.sh'));
      await image.run('deploy/secrets.sh');
      await writeFile(join(image.folder, 'deploy/secrets/postgres-url'), postgres.url);
      for (const [name] of ours) ports.set(name, await freePort());
      for (const [name, { command, environment }] of ours) {
        const env = Object.entries(environment!).map(
          ([variable, value]) => [variable, placeOf(value)] as const,
        );
        running.set(
          name,
          image.start(command!, { ...Object.fromEntries(env), KOMPASS_PORT: String(ports.get(name)) }),
        );
      }
    });
    afterAll(async () => {
      for (const { child } of running.values()) child.kill('SIGKILL');
      await kafka?.stop();
      await node?.stop();
      await postgres?.stop();
      await rm(dataDir, { recursive: true });
    });

    it.each(ours)('%s becomes healthy', async (name) => {
      const { child, ended } = running.get(name)!;
      const healthy = async (): Promise<boolean> => {
        const port = String(ports.get(name));
        const { code } = await image.start(['deploy/healthy.mjs'], { KOMPASS_PORT: port }).ended;
        return code === 0 || child.exitCode !== null;
      };
      await until(`${name} does not become healthy`, healthy);
      if (child.exitCode !== null) throw new Error((await ended).errors);
    });

    it('answers at the gateway what the services know', async () => {
      await ready({ url: gateway() });
      const anybody = new KompassClient({ baseUrl: gateway() });
      expect(await anybody.call(routes.listMunicipalities)).toEqual({ items: [] });
      expect(await anybody.call(routes.listResults)).toMatchObject({ items: [] });
    });

    it('loads the demo through the gateway, and shows its figures', async () => {
      const { code, output, errors } = await loadDemo();
      expect({ code, errors }).toEqual({ code: 0, errors: '' });
      for (const figure of ['2017: 396 of 800', '254 → 396 (+142)']) expect(output).toContain(figure);
    });

    it('does not load it beside accounts of others, since everybody knows its passwords', async () => {
      const token = await readFile(placeOf('/run/secrets/operator-token'), 'utf8');
      const operator = new KompassClient({ baseUrl: gateway(), token });
      await operator.call(routes.createAccount, {
        body: { email: 'kari@kompass.example', name: 'Kari', roles: ['reader'] },
      });
      expect(await loadDemo()).toMatchObject({
        code: 1,
        errors: expect.stringMatching(/^kompass: there are accounts that are not the demo's: [^\n]+\n$/),
      });
    });

    it.each(ours)('%s ends in order when it is told to', async (name) => {
      const { child, ended } = running.get(name)!;
      child.kill('SIGTERM');
      await once(child, 'exit');
      expect(await ended).toMatchObject({ code: 0, errors: '' });
    });
  });
});
