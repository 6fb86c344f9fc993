import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { WrongSettings, demand, readSettings, settingsSchema } from './settings.js';
import { settingsTable } from './settings-table.js';

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    readSettings(env);
  } catch (error) {
    if (error instanceof WrongSettings) return error.problems;
    throw error;
  }
  return [];
}

describe('settings', () => {
  it('have defaults that need nothing from outside', () => {
    expect(readSettings({})).toEqual({
      dataDir: '.kompass',
      host: '127.0.0.1',
      port: 3000,
      postgresUrl: undefined,
      eventStoreUrl: undefined,
      kafka: undefined,
      keysDir: undefined,
      checkpointsDir: undefined,
      gatewayUrl: undefined,
      schedulingUrl: undefined,
      scoringUrl: undefined,
      reportingUrl: undefined,
      operatorToken: undefined,
      sessionHours: 12,
      trustProxy: false,
      logLevel: 'info',
      demoPassword: 'kompass-demo',
    });
  });

  it('are read from the environment, empty ones counting as not set', () => {
    const env = {
      KOMPASS_DATA: '/srv/kompass',
      KOMPASS_HOST: '::1',
      KOMPASS_PORT: '0',
      KOMPASS_POSTGRES_URL: 'postgresql://u:p@db.example/kompass',
      KOMPASS_EVENTSTORE_URL: 'esdb+discover://es.example:2113?tls=true',
      KOMPASS_SESSION_HOURS: '8',
      KOMPASS_LOG_LEVEL: '',
      HOME: '/home/somebody',
    };
    expect(readSettings(env)).toMatchObject({
      dataDir: '/srv/kompass',
      host: '::1',
      port: 0,
      postgresUrl: env.KOMPASS_POSTGRES_URL,
      eventStoreUrl: env.KOMPASS_EVENTSTORE_URL,
      sessionHours: 8,
      logLevel: 'info',
    });
  });

  it('say how to reach Kafka', () => {
    expect(readSettings({ KOMPASS_KAFKA_BROKERS: 'one:9092,two:9092' }).kafka).toEqual({
      brokers: ['one:9092', 'two:9092'],
      tls: false,
      sasl: undefined,
      topicPrefix: undefined,
      partitions: 6,
      replication: undefined,
      sessionTimeoutMs: 45_000,
    });
    const secured = {
      KOMPASS_KAFKA_BROKERS: 'kafka:9093',
      KOMPASS_KAFKA_TLS: 'yes',
      KOMPASS_KAFKA_SASL_USERNAME: 'kompass',
      KOMPASS_KAFKA_SASL_PASSWORD: 'secret',
    };
    expect(readSettings(secured).kafka).toMatchObject({
      tls: true,
      sasl: { mechanism: 'scram-sha-512', username: 'kompass', password: 'secret' },
    });
    expect(problemsOf({ KOMPASS_KAFKA_BROKERS: 'kafka' })).toEqual([
      'KOMPASS_KAFKA_BROKERS: must be addresses like kafka-1:9092,kafka-2:9092, not "kafka"',
    ]);
  });

  it('cannot be changed afterwards', () => {
    expect(Object.isFrozen(readSettings({}))).toBe(true);
  });

  it('keep the demo out of the folder of real use', () => {
    expect(readSettings({}, 'demo').dataDir).toBe('.kompass-demo');
  });

  it.each([
    ['KOMPASS_PORT', '65536', 'KOMPASS_PORT: must be a whole number from 0 to 65535, not "65536"'],
    ['KOMPASS_PORT', '3e3', 'KOMPASS_PORT: must be a whole number from 0 to 65535, not "3e3"'],
    ['KOMPASS_HOST', 'a b', 'KOMPASS_HOST: must be a host name or an address, not "a b"'],
    [
      'KOMPASS_LOG_LEVEL',
      'loud',
      'KOMPASS_LOG_LEVEL: must be one of trace, debug, info, warn, error, fatal, silent, not "loud"',
    ],
    ['KOMPASS_SESSION_HOURS', '0', 'KOMPASS_SESSION_HOURS: must be a whole number from 1 to 720, not "0"'],
    ['KOMPASS_PROT', '3000', 'KOMPASS_PROT: no such setting'],
  ])('name a wrong %s=%s in one line', (name, value, line) => {
    expect(problemsOf({ [name]: value })).toEqual([line]);
  });

  it('name each that a program cannot do without', () => {
    const settings = readSettings({ KOMPASS_SCORING_URL: 'http://scoring:3000/' });
    expect(demand(settings, ['scoringUrl']).scoringUrl).toBe('http://scoring:3000');
    expect(() => demand(settings, ['scoringUrl', 'keysDir', 'gatewayUrl'])).toThrow(
      new WrongSettings(['KOMPASS_KEYS: must be set here', 'KOMPASS_GATEWAY_URL: must be set here']),
    );
  });

  describe('read a secret from a file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kompass-settings-'));
    const file = join(folder, 'secret');
    writeFileSync(file, 'not-the-password-of-the-demo\n');
    afterAll(() => rmSync(folder, { recursive: true }));

    it('that another variable names', () => {
      expect(readSettings({ KOMPASS_DEMO_PASSWORD_FILE: file }).demoPassword).toBe(
        'not-the-password-of-the-demo',
      );
    });

    it.each([
      [
        'that is not there',
        { KOMPASS_DEMO_PASSWORD_FILE: `${file}-of-others` },
        `KOMPASS_DEMO_PASSWORD_FILE: the file ${file}-of-others cannot be read (ENOENT)`,
      ],
      [
        'beside its value',
        { KOMPASS_DEMO_PASSWORD_FILE: file, KOMPASS_DEMO_PASSWORD: 'kompass-demo' },
        'KOMPASS_DEMO_PASSWORD_FILE: KOMPASS_DEMO_PASSWORD is set as well',
      ],
      ['for what is no secret', { KOMPASS_PORT_FILE: file }, 'KOMPASS_PORT_FILE: no such setting'],
    ])('but not one %s', (_, env, line) => {
      expect(problemsOf(env)).toEqual([line]);
    });
  });

  it.each([
    'KOMPASS_POSTGRES_URL',
    'KOMPASS_EVENTSTORE_URL',
    'KOMPASS_OPERATOR_TOKEN',
    'KOMPASS_DEMO_PASSWORD',
  ])('never show the value of %s', (name) => {
    const [line, ...more] = problemsOf({ [name]: 's3cret' });
    expect(line).toMatch(new RegExp(`^${name}: must be `));
    expect(line).not.toContain('s3cret');
    expect(more).toEqual([]);
  });

  it('name everything that is wrong at once', () => {
    expect(problemsOf({ KOMPASS_PORT: 'x', KOMPASS_LOG_LEVEL: 'x', KOMPASS_X: 'x' })).toHaveLength(3);
  });

  it('are all described in the table', () => {
    const table = settingsTable();
    for (const name of Object.keys(settingsSchema.shape)) {
      expect(table).toMatch(new RegExp(`^\\| \`${name}\` \\| \\S+ \\| \\w.{10,} \\|$`, 'm'));
    }
    expect(table).toContain('| `KOMPASS_PORT` | `3000` |');
  });
});
