import { describe, expect, it } from '@jest/globals';
import { readSettings, settingsSchema } from '@kompass/config';
import { compositionFaults, compositionIn, openSecrets, readText } from './composition.js';

const files = ['docker-compose.yml', 'deploy/compose.engines.yml'];
const services = compositionIn(readText('docker-compose.yml')).services;
const ours = Object.entries(services).filter(([, { build }]) => build !== undefined);
const engines = ['postgres', 'eventstore', 'kafka'];

/** Settings that docker-compose.yml does without, and why. */
const notNeeded = {
  KOMPASS_DATA: 'services keep nothing in a folder',
  KOMPASS_DEMO_PASSWORD: 'of the command that loads the demo',
  KOMPASS_HOST: 'in the image',
  KOMPASS_PORT: 'each container has all ports',
  KOMPASS_KAFKA_TLS: 'on a network of its own',
  KOMPASS_KAFKA_SASL_MECHANISM: 'on a network of its own',
  KOMPASS_KAFKA_SASL_USERNAME: 'on a network of its own',
  KOMPASS_KAFKA_SASL_PASSWORD: 'on a network of its own',
  KOMPASS_KAFKA_TOPIC_PREFIX: 'on a Kafka of its own',
  KOMPASS_KAFKA_REPLICATION: 'follows from how many brokers there are',
};

describe.each(files)('%s', (file) => {
  const text = readText(file);

  it('is a composition as we want ours', () => {
    expect(compositionFaults(compositionIn(text))).toEqual([]);
  });

  it('names settings that exist', () => {
    const named = [...text.matchAll(/KOMPASS_\w+/g)].map(([name]) => name.replace(/_FILE$/, ''));
    expect(named.length).toBeGreaterThan(0);
    expect(Object.keys(settingsSchema.shape)).toEqual(expect.arrayContaining(named));
  });

  it('mounts PostgreSQL where its image keeps the data since version 18', () => {
    const { postgres } = compositionIn(text).services;
    expect(postgres?.image).toMatch(/^postgres:18\./);
    expect(postgres?.volumes).toEqual(['postgres:/var/lib/postgresql']);
  });
});

describe('a composition', () => {
  it.each([
    ['image: postgres:18.6', 'image: postgres:latest', 'postgres lacks an image of one version'],
    [
      'test: [CMD, pg_isready,',
      'test: [NONE, pg_isready,',
      'postgres lacks a health check that asks the container itself',
    ],
    ['retries: 12', 'retries: 0', 'kafka lacks a health check that asks the container itself'],
    ['stop_grace_period: 10s', 'stop_grace_period: 0', 'scoring lacks time to stop in order'],
    ['127.0.0.1:3000:3000', '0.0.0.0:3000:3000', 'gateway lacks ports of this machine only'],
    [
      'command: [dist/apps/scoring/src/main.js]',
      'command: []\n    ports: [127.0.0.1:3001:3000]',
      'scoring lacks as many containers as wanted',
    ],
    [
      'command: [dist/apps/scoring/src/main.js]',
      'command: []\n    container_name: scoring',
      'scoring lacks as many containers as wanted',
    ],
    ['- kafka:/var/lib', '- kafka-data:/var/lib', 'kafka lacks volumes, networks and secrets that there are'],
    ['secrets: [postgres-password]', 'secrets: []', 'postgres lacks the secrets that its settings name'],
    ['${SERVICE_USER:-1000:1000}', '0:0', 'gateway lacks a user who is not root'],
    ['read_only: true', 'read_only: false', 'reporting lacks a file system that is not written to'],
    ['[/tmp, /run/postgresql]', '[/run/postgresql]', 'postgres lacks a file system that is not written to'],
    ['cap_drop: [ALL]', 'cap_drop: [NET_RAW]', 'scheduling lacks no rights of the kernel'],
    ['image: apache/', 'cap_add: [KILL]\n    image: apache/', 'kafka lacks no rights of the kernel'],
  ])('is not as we want it with %s → %s', (right, wrong, fault) => {
    const text = readText('docker-compose.yml');
    expect(text).toContain(right);
    expect(compositionFaults(compositionIn(text.replace(right, wrong)))).toContain(fault);
  });
});

describe('docker-compose.yml', () => {
  it('runs the gateway and the services on engines of their own', () => {
    expect(ours.map(([name]) => name)).toEqual(['gateway', 'scheduling', 'scoring', 'reporting']);
    expect(Object.keys(services)).toEqual([...engines, ...ours.map(([name]) => name)]);
  });

  it('builds one image, of this version, and runs what the service is named after', () => {
    const { version } = JSON.parse(readText('package.json')) as { version: string };
    for (const [name, { image, command }] of ours)
      expect([image, command]).toEqual([`kompass:${version}`, [`dist/apps/${name}/src/main.js`]]);
  });

  it('knows every setting', () => {
    const text = readText('docker-compose.yml');
    const unknown = Object.keys(settingsSchema.shape).filter(
      (name) => !text.includes(`${name}:`) && !text.includes(`${name}_FILE:`),
    );
    expect(unknown.sort()).toEqual(Object.keys(notNeeded).sort());
  });

  it('holds no password', () => {
    expect(openSecrets(compositionIn(readText('docker-compose.yml')))).toEqual([]);
    const { services: development } = compositionIn(readText('deploy/compose.engines.yml'));
    expect(openSecrets({ name: '', services: development })).toEqual(['postgres: POSTGRES_PASSWORD']);
  });

  it('lets the engines be reached from within only', () => {
    expect(compositionIn(readText('docker-compose.yml')).networks).toMatchObject({
      inside: { internal: true },
    });
    for (const name of engines) expect([name, services[name]?.networks]).toEqual([name, ['inside']]);
  });

  it('runs the Kafka that is tested here', () => {
    const [, tested] = /<artifactId>kafka_[\d.]+<\/artifactId>\s*<version>([^<]+)/.exec(
      readText('deploy/kafka/pom.xml'),
    )!;
    expect(services['kafka']?.image).toBe(`apache/kafka:${tested}`);
  });
});

describe('deploy/compose.engines.yml', () => {
  const text = readText('deploy/compose.engines.yml');

  it('says how to point the application at what it starts', () => {
    const exported = Object.fromEntries(
      [...text.matchAll(/^#\s+export (\w+)=(\S+)$/gm)].map(([, name, value]) => [name!, value!]),
    );
    const settings = readSettings(exported);
    const { postgres, eventstore } = compositionIn(text).services;
    const url = new URL(settings.postgresUrl!);
    expect(postgres?.environment).toEqual({
      POSTGRES_USER: url.username,
      POSTGRES_PASSWORD: url.password,
      POSTGRES_DB: url.pathname.slice(1),
    });
    expect(postgres?.ports).toEqual([`${url.host}:5432`]);
    expect(eventstore?.ports).toEqual([`${new URL(settings.eventStoreUrl!).host}:2113`]);
  });

  it('starts the engines of docker-compose.yml', () => {
    for (const [name, { image }] of Object.entries(compositionIn(text).services))
      expect([name, image]).toEqual([name, services[name]?.image]);
  });
});
