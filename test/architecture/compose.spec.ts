import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readSettings, settingsSchema } from '@kompass/config';
import { parse } from 'yaml';
import { z } from 'zod';
import { repository } from './small-repository.js';

const duration = z.string().regex(/^\d+s$/);

/** What a compose file of ours may say: exact versions, health, volumes, and nothing that leaves this machine. */
const compositionSchema = z
  .strictObject({
    name: z.literal('kompass'),
    services: z.record(
      z.string(),
      z.strictObject({
        image: z.string().regex(/^[a-z/]+:\d+\.\d+(\.\d+)?(-[a-z-]+)?$/),
        platform: z.literal('linux/amd64').optional(),
        environment: z.record(z.string(), z.string()),
        ports: z.array(z.string().regex(/^127\.0\.0\.1:\d+:\d+$/)).min(1),
        volumes: z.array(z.string().regex(/^[a-z-]+:\/[a-z/]+$/)).min(1),
        healthcheck: z.strictObject({
          test: z.tuple([z.literal('CMD'), z.string()], z.string()),
          interval: duration,
          timeout: duration,
          retries: z.int().positive(),
        }),
        stop_grace_period: duration,
      }),
    ),
    volumes: z.record(z.string(), z.null()),
  })
  .refine(({ services, volumes }) =>
    Object.values(services).every((service) =>
      service.volumes.every((volume) => Object.hasOwn(volumes, volume.slice(0, volume.indexOf(':')))),
    ),
  );

const text = readFileSync(join(repository, 'docker-compose.yml'), 'utf8');

/** The settings that the comment tells the reader to export. */
const exported = Object.fromEntries(
  [...text.matchAll(/^#\s+export (\w+)=(\S+)$/gm)].map(([, name, value]) => [name!, value!]),
);

describe('docker-compose.yml', () => {
  it('starts pinned engines with health checks and volumes, for this machine only', () => {
    const { services } = compositionSchema.parse(parse(text));
    expect(Object.keys(services)).toEqual(['postgres', 'eventstore']);
  });

  it.each([
    ['postgres:18.6', 'postgres:18'],
    ['postgres:18.6', 'postgres:latest'],
    ['- 127.0.0.1:5432', '- 5432'],
    ['127.0.0.1:2113:', '0.0.0.0:2113:'],
    ['healthcheck:', 'x-healthcheck:'],
    ['    volumes:\n      - postgres:', '    x-volumes:\n      - postgres:'],
    ['- eventstore:', '- event-store:'],
    ['stop_grace_period', 'stop_grace_perod'],
  ])('could not say otherwise: for %j %j', (right, wrong) => {
    expect(text).toContain(right);
    expect(compositionSchema.safeParse(parse(text.replace(right, wrong))).success).toBe(false);
  });

  it('mounts PostgreSQL where its image keeps the data since version 18', () => {
    const { services } = compositionSchema.parse(parse(text));
    expect(services['postgres']?.volumes).toEqual(['postgres:/var/lib/postgresql']);
  });

  it('names settings that exist', () => {
    const named = [...text.matchAll(/KOMPASS_\w+/g)].map(([name]) => name);
    expect(Object.keys(settingsSchema.shape)).toEqual(expect.arrayContaining(named));
    expect(Object.keys(exported).sort()).toEqual(['KOMPASS_EVENTSTORE_URL', 'KOMPASS_POSTGRES_URL']);
  });

  it('says how to point the application at what it starts', () => {
    const { services } = compositionSchema.parse(parse(text));
    const settings = readSettings(exported);
    const postgres = new URL(settings.postgresUrl!);
    expect(services['postgres']?.environment).toEqual({
      POSTGRES_USER: postgres.username,
      POSTGRES_PASSWORD: postgres.password,
      POSTGRES_DB: postgres.pathname.slice(1),
    });
    expect(services['postgres']?.ports).toEqual([`${postgres.host}:5432`]);
    expect(services['eventstore']?.ports).toEqual([`${new URL(settings.eventStoreUrl!).host}:2113`]);
  });
});
