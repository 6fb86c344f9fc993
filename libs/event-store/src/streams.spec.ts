import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Unsealed } from '@kompass/kernel';
import {
  contextOf,
  MemoryEventLog,
  MemoryPassageKeys,
  tally,
  type Tally,
  type TallyCommand,
  type TallyEvent,
} from '@kompass/testing';
import { chainStart, findChainFault } from './chain.js';
import { PassageVault } from './passages.js';
import { Streams } from './streams.js';

type TallyStreams = Streams<TallyCommand, Tally, TallyEvent, undefined>;

const put = (slot: string, marks: number, note?: string): Unsealed<TallyCommand> => ({
  type: 'PutMarks',
  slot,
  marks,
  ...(note === undefined ? {} : { note: { plain: note } }),
});
const close: Unsealed<TallyCommand> = { type: 'CloseTally' };
const item = (name: string, command: Unsealed<TallyCommand>) => {
  const { commandId, request } = contextOf(name);
  return { item: name, commandId, request, command };
};

describe('Streams', () => {
  let log: MemoryEventLog;
  let streams: TallyStreams;
  const open = (): TallyStreams => new Streams(log, new PassageVault(new MemoryPassageKeys()), tally);
  const data = () => log.events.map(({ data: { nonce: _nonce, ...rest } }) => rest);

  beforeEach(() => {
    log = new MemoryEventLog();
    streams = open();
  });

  describe('a command', () => {
    it('is appended with all that proves it', async () => {
      const answer = await streams.execute('t', put('a', 3), contextOf('one'));
      expect(log.events).toHaveLength(1);
      const [event] = log.events;
      expect(event).toMatchObject({
        stream: 'tally-t',
        revision: 0,
        type: 'MarksPut',
        data: { slot: 'a', marks: 3 },
      });
      expect(Buffer.from(String(event!.data['nonce']), 'base64')).toHaveLength(16);
      const { commandId, actor, at, request, correlationId, causationId } = contextOf('one');
      expect(event!.metadata).toEqual({
        ...{ actor, at, commandId, request, correlationId, causationId },
        ...{ schema: 1, prev: chainStart, hash: event!.metadata.hash },
      });
      expect(answer).toEqual({
        status: 'accepted',
        events: [{ type: 'MarksPut', data: { slot: 'a', marks: 3 }, meta: { revision: 0, at, actor } }],
        revision: 0,
        position: event!.position,
      });
    });

    it('costs one round trip once its stream is known', async () => {
      await streams.execute('t', put('a', 1), contextOf('one'));
      const reads = log.reads;
      await streams.execute('t', put('b', 1), contextOf('two'));
      expect(log.reads).toBe(reads);
      expect(log.appends).toHaveLength(2);
    });

    it('may lead to several events, appended together', async () => {
      await streams.execute('t', put('a', 1), contextOf('one'));
      const answer = await streams.execute('t', put('a', 2), contextOf('two'));
      expect(answer).toMatchObject({ revision: 2, position: log.events[2]!.position });
      expect(answer.events.map(({ type, meta }) => [type, meta.revision])).toEqual([
        ['SlotCleared', 1],
        ['MarksPut', 2],
      ]);
      expect(log.appends).toHaveLength(2);
      expect(findChainFault(log.events)).toBeUndefined();
    });

    it('with nothing to do is answered with where the stream stands', async () => {
      await streams.execute('t', put('a', 1), contextOf('one'));
      const answer = await streams.execute('t', put('a', 1), contextOf('two'));
      expect(answer).toEqual({
        status: 'accepted',
        events: [],
        revision: 0,
        position: log.events[0]!.position,
      });
      expect(log.appends).toHaveLength(1);
    });

    it('is refused without a trace', async () => {
      await expect(streams.execute('t', put('a', 11), contextOf('one'))).rejects.toMatchObject({
        code: 'too-many-marks',
        detail: { marks: 11 },
      });
      expect(log.appends).toHaveLength(0);
    });

    it('is never refused on what a stale cache says', async () => {
      await streams.execute('t', put('a', 10), contextOf('one'));
      await open().execute('t', put('a', 1), contextOf('two'));
      await streams.execute('t', put('b', 5), contextOf('three'));
      expect((await streams.load('t')).state.slots).toEqual({ a: 1, b: 5 });
    });

    it('is never idle on what a stale cache says', async () => {
      await streams.execute('t', put('a', 1), contextOf('one'));
      await open().execute('t', put('a', 2), contextOf('two'));
      const answer = await streams.execute('t', put('a', 1), contextOf('three'));
      expect(answer.events).toHaveLength(2);
    });

    it('never stands before the one it follows in time', async () => {
      await streams.execute('t', put('a', 1), contextOf('one', { at: '2017-09-14T09:00:00.000Z' }));
      await streams.execute('t', put('b', 1), contextOf('two', { at: '2017-09-14T08:00:00.000Z' }));
      await streams.execute('t', put('c', 1), contextOf('three', { at: '2017-09-14T10:00:00.000Z' }));
      expect(log.events.map(({ metadata }) => metadata.at)).toEqual([
        '2017-09-14T09:00:00.000Z',
        '2017-09-14T09:00:00.000Z',
        '2017-09-14T10:00:00.000Z',
      ]);
    });

    it('has its texts sealed before it is decided', async () => {
      const keys = new MemoryPassageKeys();
      const vault = new PassageVault(keys);
      await new Streams(log, vault, tally).execute('t', put('a', 1, 'well kept minutes'), contextOf('one'));
      expect(JSON.stringify(log.events[0]!.data)).not.toContain('minutes');
      expect(await vault.open(log.events[0]!.data)).toMatchObject({ note: 'well kept minutes' });
    });

    it('of a newer version makes the stream unusable, not wrong', async () => {
      await streams.execute('t', put('a', 1), contextOf('one'));
      const older = new Streams(log, new PassageVault(new MemoryPassageKeys()), {
        ...tally,
        types: { SlotCleared: true, TallyClosed: true } as typeof tally.types,
      });
      await expect(older.execute('t', close, contextOf('two'))).rejects.toMatchObject({
        name: 'WrittenByNewerVersion',
        event: { stream: 'tally-t', revision: 0, type: 'MarksPut' },
      });
    });
  });

  describe('commands to one stream', () => {
    it('queue in one process', async () => {
      const names = Array.from({ length: 9 }, (_, number) => `slot-${number}`);
      await Promise.all(names.map((name) => streams.execute('t', put(name, 1), contextOf(name))));
      expect(data().map(({ slot }) => slot)).toEqual(names);
      expect(log.appends).toHaveLength(9);
    });

    it('go on after one that is refused', async () => {
      const [refused, accepted] = await Promise.allSettled([
        streams.execute('t', put('a', 11), contextOf('one')),
        streams.execute('t', put('a', 1), contextOf('two')),
      ]);
      expect([refused.status, accepted.status]).toEqual(['rejected', 'fulfilled']);
    });
  });

  describe('a repeated command', () => {
    it('is answered from the log, at any later revision and after a restart', async () => {
      await streams.execute('t', put('a', 1), contextOf('one'));
      const first = await streams.execute('t', put('a', 2), contextOf('two'));
      await streams.execute('t', close, contextOf('three'));
      for (const again of [streams, open()]) {
        expect(await again.execute('t', put('a', 2), contextOf('two'))).toEqual(first);
      }
      expect(log.appends).toHaveLength(3);
    });

    it('is recognised where another process executed it', async () => {
      await streams.execute('t', put('a', 1), contextOf('one'));
      const first = await open().execute('t', put('b', 1), contextOf('two'));
      expect(await streams.execute('t', put('b', 1), contextOf('two'))).toEqual(first);
      expect(log.events).toHaveLength(2);
    });

    it('with another request is refused', async () => {
      await streams.execute('t', put('a', 1), contextOf('one'));
      const reused = open().execute('t', put('a', 2), contextOf('one', { request: 'something else' }));
      await expect(reused).rejects.toMatchObject({ code: 'idempotency-key-reused' });
      expect(log.appends).toHaveLength(1);
    });
  });

  describe('a bulk request', () => {
    it('is decided item by item and appended once', async () => {
      const outcomes = await streams.executeMany(
        't',
        [
          item('one', put('a', 6)),
          item('two', put('b', 6)),
          item('three', put('a', 4)),
          item('four', put('b', 6)),
        ],
        contextOf('bulk'),
      );
      expect(outcomes).toMatchObject([
        { status: 'accepted', revision: 0 },
        { status: 'refused', rejection: { code: 'too-many-marks' } },
        { status: 'accepted', revision: 2 },
        { status: 'accepted', revision: 3 },
      ]);
      expect(log.appends).toHaveLength(1);
      expect(log.events.map(({ metadata }) => metadata.item)).toEqual(['one', 'three', 'three', 'four']);
      expect(findChainFault(log.events)).toBeUndefined();
      const last = log.events.at(-1)!.position;
      expect(outcomes.map((outcome) => outcome.status === 'accepted' && outcome.position)).toEqual([
        ...[last, false, last, last],
      ]);
    });

    it('sent again is answered from the log where it was accepted, and decided again where it was refused', async () => {
      const items = [item('one', put('a', 6)), item('two', put('b', 6)), item('three', put('a', 4))];
      const first = await streams.executeMany('t', items, contextOf('bulk'));
      const reads = log.reads;
      const second = await streams.executeMany('t', items, contextOf('bulk'));
      expect(second[1]).toMatchObject({ status: 'accepted', revision: 3 });
      expect([second[0], second[2]]).toMatchObject([
        { status: 'accepted', revision: 0, events: [{ data: { slot: 'a', marks: 6 } }] },
        {
          status: 'accepted',
          revision: 2,
          events: [{ type: 'SlotCleared' }, { data: { slot: 'a', marks: 4 } }],
        },
      ]);
      expect(first[1]).toMatchObject({ status: 'refused' });
      expect(log.reads).toBe(reads + 1);
      expect(log.appends).toHaveLength(2);
    });

    it('reads the tail once for all its refusals', async () => {
      await streams.execute('t', close, contextOf('one'));
      const reads = log.reads;
      const items = ['two', 'three', 'four'].map((name) => item(name, put(name, 1)));
      const outcomes = await streams.executeMany('t', items, contextOf('bulk'));
      expect(outcomes.map(({ status }) => status)).toEqual(['refused', 'refused', 'refused']);
      expect(log.reads).toBe(reads + 1);
    });

    it('cannot hold one command twice', async () => {
      const items = [item('one', put('a', 1)), item('one', put('b', 1))];
      await expect(streams.executeMany('t', items, contextOf('bulk'))).rejects.toThrow('the same command');
    });
  });

  it('shows a stream as it stands and as it stood', async () => {
    expect(await streams.load('t')).toMatchObject({ revision: -1, state: tally.initial });
    await streams.execute('t', put('a', 1), contextOf('one'));
    await streams.execute('t', put('b', 2), contextOf('two'));
    await open().execute('t', close, contextOf('three'));
    expect(await streams.load('t')).toMatchObject({
      revision: 2,
      state: { slots: { a: 1, b: 2 }, closed: true },
      position: log.events[2]!.position,
    });
    expect(await streams.stateAt('t', 0)).toEqual({ slots: { a: 1 }, closed: false });
    expect(await streams.stateAt('t', -1)).toEqual(tally.initial);
  });
});
