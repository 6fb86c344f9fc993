import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { MemoryEventLog, newEvents, tallyEvents } from '@kompass/testing';
import type { EventLog } from '../event-log.js';
import { fingerprintOf, verifyCheckpoint, type Checkpoint } from './checkpoint.js';
import { DailyCheckpoints, type DailyCheckpointsOptions } from './daily-checkpoints.js';
import { verifyProof } from './verify-proof.js';
import { writeProof } from './write-proof.js';

describe('DailyCheckpoints', () => {
  const keys = generateKeyPairSync('ed25519');
  const fingerprint = fingerprintOf(keys.publicKey);
  let folder: string;
  let log: MemoryEventLog;
  let now: Date;

  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'kompass-spec-')), 'checkpoints');
    log = new MemoryEventLog();
    now = new Date('2017-09-14T23:00:00Z');
  });
  afterEach(async () => {
    jest.useRealTimers();
    jest.restoreAllMocks();
    await rm(join(folder, '..'), { recursive: true });
  });

  const open = (options: Partial<DailyCheckpointsOptions> = {}) =>
    new DailyCheckpoints({
      log,
      logId: 'log-1',
      keys,
      folder,
      prefixes: ['tally-'],
      now: () => now,
      ...options,
    });
  const append = (stream: string, revision: number) => log.append(stream, revision - 1, newEvents(1));
  const linesOf = async (day: string) =>
    (await readFile(join(folder, `${day}.jsonl`), 'utf8')).trimEnd().split('\n');
  const signed = async (day: string) =>
    (await linesOf(day)).map((line) => {
      const { format, stream, revision, position } = JSON.parse(line) as Checkpoint & { position: string };
      return format === 'kompass-checkpoint/1' ? [stream, revision] : position;
    });

  it('signs the head of every stream, and afterwards of those that changed; a file a day', async () => {
    const checkpoints = open();
    await append('tally-a', 0);
    await append('tally-b', 0);
    await append('tally-b', 1);
    await append('other-c', 0);
    await checkpoints.take();
    await append('tally-a', 1);
    await checkpoints.take();
    await checkpoints.take();
    now = new Date('2017-09-15T00:00:00Z');
    await append('tally-d', 0);
    await checkpoints.take();
    expect(await readdir(folder)).toEqual(['2017-09-14.jsonl', '2017-09-15.jsonl']);
    expect(await signed('2017-09-14')).toEqual([
      ['tally-a', 0],
      ['tally-b', 1],
      '3-3',
      ['tally-a', 1],
      '5-5',
    ]);
    expect(await signed('2017-09-15')).toEqual([['tally-d', 0], '6-6']);
    const [first] = await linesOf('2017-09-14');
    const checkpoint = JSON.parse(first!) as Checkpoint;
    expect(verifyCheckpoint(checkpoint)).toBe(fingerprint);
    expect(checkpoint).toMatchObject({ log: 'log-1', at: '2017-09-14T23:00:00.000Z' });
  });

  it('goes on after a restart where it stopped', async () => {
    await append('tally-a', 0);
    await open().take();
    await append('tally-b', 0);
    await open().take();
    expect(await signed('2017-09-14')).toEqual([['tally-a', 0], '1-1', ['tally-b', 0], '2-2']);
  });

  it.each([
    ['are of another log', (text: string) => text.replaceAll('log-1', 'log-2')],
    ['are damaged', (text: string) => text.slice(0, -9)],
  ])('starts from the beginning where the files %s', async (_, change) => {
    await append('tally-a', 0);
    await open().take();
    const file = join(folder, '2017-09-14.jsonl');
    await writeFile(file, change(await readFile(file, 'utf8')));
    now = new Date('2017-09-15T00:00:00Z');
    await open().take();
    expect(await signed('2017-09-15')).toEqual([['tally-a', 0], '1-1']);
  });

  it('begins anew where the log has lost its end, and says so', async () => {
    const logged = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    for (const stream of ['tally-a', 'tally-b', 'tally-c']) await append(stream, 0);
    await open().take();
    log.events.length = 1;
    now = new Date('2017-09-15T00:00:00Z');
    await open().take();
    expect(logged).toHaveBeenCalledWith(expect.stringContaining('until 3-3, but the log ends before it'));
    expect(await signed('2017-09-15')).toEqual([['tally-a', 0], '1-1']);
    await append('tally-d', 0);
    await open().take();
    expect(await signed('2017-09-15')).toEqual([['tally-a', 0], '1-1', ['tally-d', 0], '2-2']);
    expect(logged).toHaveBeenCalledTimes(1);
  });

  it('shows later that a proof was cut off', async () => {
    const events = await tallyEvents(4);
    log.events.push(...events);
    await open().take();
    const stream = 'tally-roros';
    const proof: string[] = [];
    const at = now.toISOString();
    for await (const line of writeProof(Readable.from(events.slice(0, 2)), {
      log: 'log-1',
      stream,
      at,
      keys,
    }))
      proof.push(line.trimEnd());
    const report = await verifyProof(proof, { fingerprint, checkpoints: await linesOf('2017-09-14') });
    expect(report).toMatchObject({
      verdict: 'broken',
      compared: 1,
      faults: [{ revision: 2, reason: 'truncated' }],
    });
  });

  it('signs at the start, every hour and at a clean stop', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    const checkpoints = open();
    await append('tally-a', 0);
    checkpoints.onApplicationBootstrap();
    await checkpoints.take();
    await append('tally-b', 0);
    jest.advanceTimersByTime(3_600_000);
    await checkpoints.take();
    await append('tally-c', 0);
    await checkpoints.beforeApplicationShutdown();
    expect((await signed('2017-09-14')).filter(Array.isArray)).toEqual([
      ...[
        ['tally-a', 0],
        ['tally-b', 0],
        ['tally-c', 0],
      ],
    ]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('does not keep a stop waiting for a log that is out of reach, and signs nothing half', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    const reached = new Promise<AbortSignal>((resolve) => {
      const follow: EventLog['follow'] = async function* ({ signal }) {
        yield { kind: 'event', event: (await tallyEvents(1))[0]! };
        resolve(signal);
        await new Promise((over) => signal.addEventListener('abort', over));
      };
      log.follow = follow as typeof log.follow;
    });
    const stopped = open().beforeApplicationShutdown();
    await reached;
    jest.advanceTimersByTime(1_500);
    await stopped;
    expect(await readdir(folder)).toEqual([]);
  });

  it('logs what keeps it from signing, and signs the next time', async () => {
    const logged = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    const checkpoints = open();
    await append('tally-a', 0);
    await writeFile(folder, 'in the way');
    await checkpoints.take();
    expect(logged).toHaveBeenCalledWith(expect.stringContaining('EEXIST'));
    await rm(folder);
    await checkpoints.take();
    expect(await signed('2017-09-14')).toEqual([['tally-a', 0], '1-1']);
  });
});
