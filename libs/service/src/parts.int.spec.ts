import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DailyCheckpoints } from '@kompass/event-store';
import { Session } from '@kompass/read-store';
import { MemoryEventLog, newEvents, testDatabase, type TestDatabase } from '@kompass/testing';
import type { FactoryProvider } from '@nestjs/common';
import { dailyCheckpoints } from './parts.js';

const prefixes = ['tally-'];

describe('the signed heads of replicas', () => {
  let database: TestDatabase;
  let folder: string;
  beforeAll(async () => {
    database = await testDatabase();
    folder = await mkdtemp(join(tmpdir(), 'kompass-heads-'));
  });
  afterAll(async () => {
    await database?.drop();
    await rm(folder, { recursive: true });
  });

  it('are written by one of them at a time', async () => {
    const log = new MemoryEventLog();
    await log.append('tally-a', -1, newEvents(1));
    const [provider] = dailyCheckpoints(folder, prefixes) as FactoryProvider<DailyCheckpoints>[];
    const keys = generateKeyPairSync('ed25519');
    const checkpoints = await provider!.useFactory(log, 'log-1', keys, database.url);
    const other = await Session.open(database.url, 'another replica');
    expect(await other.tryLock('kompass:checkpoints:tally-')).toBe(true);
    await checkpoints.take();
    expect(await readdir(folder)).toEqual([]);
    await other.close();
    await checkpoints.take();
    expect(await readdir(folder)).toHaveLength(1);
  });

  it('are kept nowhere without a folder', () => {
    expect(dailyCheckpoints(undefined, prefixes)).toEqual([]);
  });
});
