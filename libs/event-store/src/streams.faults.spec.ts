import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Unsealed } from '@kompass/kernel';
import {
  contextOf,
  MemoryEventLog,
  MemoryPassageKeys,
  tally,
  type AppendFault,
  type Tally,
  type TallyCommand,
  type TallyEvent,
} from '@kompass/testing';
import type { Aggregate } from './aggregate.js';
import { findChainFault } from './chain.js';
import { PassageVault } from './passages.js';
import { Streams } from './streams.js';

const put = (slot: string, marks: number): Unsealed<TallyCommand> => ({
  type: 'PutMarks',
  slot,
  marks,
  note: { plain: `why ${marks}` },
});

describe('Streams, when something goes wrong', () => {
  let log: MemoryEventLog;
  const open = (aggregate: Aggregate<TallyCommand, Tally, TallyEvent> = tally) =>
    new Streams(log, new PassageVault(new MemoryPassageKeys()), aggregate);
  const otherWriter = (name: string) => () => open().execute('t', put(name, 1), contextOf(name));
  const slots = () => log.events.map(({ data }) => data['slot']);

  beforeEach(() => {
    log = new MemoryEventLog();
  });

  const faults: readonly (readonly [string, readonly AppendFault[]])[] = [
    ['stored without an answer', ['stored-unanswered']],
    ['lost', ['lost']],
    ['lost twice', ['lost', 'lost']],
    ['stored after its tail was read', ['stored-late']],
    ['stored late, its second try lost', ['stored-late', 'lost']],
    ['stored twice', ['stored-twice']],
    ['lost with the stream of appends', ['stream-ended']],
    ['lost, its second try stored twice', ['lost', 'stored-twice']],
    ['lost, its second try stored without an answer', ['lost', 'stored-unanswered']],
  ];
  describe.each(faults)('an append is %s:', (_, happening) => {
    it.each([0, 1])('the command stands once, and is answered so (%i commands before)', async (before) => {
      const streams = open();
      if (before > 0) await streams.execute('t', put('before', 1), contextOf('before'));
      log.failAppends(...happening);
      const answer = await streams.execute('t', put('a', 2), contextOf('one'));
      expect(slots()).toEqual([...(before > 0 ? ['before'] : []), 'a']);
      expect(answer).toMatchObject({
        revision: before,
        position: log.events[before]!.position,
        events: [{ data: { slot: 'a', marks: 2 } }],
      });
      expect(await streams.load('t')).toEqual(await open().load('t'));
      await streams.execute('t', put('after', 1), contextOf('after'));
      expect(findChainFault(log.events)).toBeUndefined();
    });
  });

  it('sends the identical bytes again, at the same revision', async () => {
    log.failAppends('lost');
    await open().execute('t', put('a', 2), contextOf('one'));
    const [first, second] = log.appends;
    expect(second).toEqual(first);
  });

  it('answers and caches what is stored, also where the second try was decided differently', async () => {
    let marks = 0;
    const streams = open({
      ...tally,
      decide: () => [{ type: 'MarksPut', data: { slot: 'a', marks: (marks += 1) } }],
    });
    log.failAppends('stored-late');
    const answer = await streams.execute('t', put('a', 9), contextOf('one'));
    expect(log.appends[1]).not.toEqual(log.appends[0]);
    expect(answer.events).toMatchObject([{ data: { slot: 'a', marks: 1 } }]);
    expect((await streams.load('t')).state.slots).toEqual({ a: 1 });
  });

  it('gives up after some tries without an answer; the same command sent again is executed once', async () => {
    const streams = open();
    log.failAppends('lost', 'lost', 'lost');
    const given = streams.execute('t', put('a', 2), contextOf('one'));
    await expect(given).rejects.toMatchObject({ code: 'outcome-unknown', detail: { retryAfter: 1 } });
    expect(log.events).toHaveLength(0);
    await streams.execute('t', put('a', 2), contextOf('one'));
    await streams.execute('t', put('a', 2), contextOf('one'));
    expect(slots()).toEqual(['a']);
  });

  it('answers what its last try stored', async () => {
    log.failAppends('lost', 'lost', 'stored-unanswered');
    expect(await open().execute('t', put('a', 2), contextOf('one'))).toMatchObject({ revision: 0 });
  });

  it('loses nothing when the stream of appends ends under several', async () => {
    const streams = open();
    log.failAppends(() => undefined, 'stream-ended');
    const ids = ['t', 'u', 'v'];
    await Promise.all(ids.map((id) => streams.execute(id, put('a', 2), contextOf(id))));
    expect(log.events.map(({ stream }) => stream).sort()).toEqual(['tally-t', 'tally-u', 'tally-v']);
    expect(log.appends.map(({ stream }) => stream)).toEqual(['tally-t', 'tally-u', 'tally-v', 'tally-u']);
  });

  describe('another writer in between', () => {
    it('is taken into account, and its events are kept', async () => {
      const streams = open();
      await streams.execute('t', put('a', 1), contextOf('one'));
      log.failAppends(otherWriter('b'));
      const answer = await streams.execute('t', put('c', 1), contextOf('two'));
      expect(answer.revision).toBe(2);
      expect(slots()).toEqual(['a', 'b', 'c']);
      expect(findChainFault(log.events)).toBeUndefined();
    });

    it('may turn a decision into a refusal', async () => {
      const streams = open();
      log.failAppends(() => open().execute('t', { type: 'CloseTally' }, contextOf('other')));
      const given = streams.execute('t', put('a', 1), contextOf('one'));
      await expect(given).rejects.toMatchObject({ code: 'tally-closed' });
      expect(log.events).toHaveLength(1);
    });

    it('after an append without an answer does not make the command stand twice', async () => {
      const streams = open();
      log.failAppends('stored-late', otherWriter('b'));
      await streams.execute('t', put('a', 1), contextOf('one'));
      expect(slots()).toEqual(['a', 'b']);
    });

    it('who executes the same command is believed, and the chain goes on from what is stored', async () => {
      const streams = open();
      log.failAppends(() => open().execute('t', put('a', 2), contextOf('one')));
      const answer = await streams.execute('t', put('a', 2), contextOf('one'));
      await streams.execute('t', put('b', 2), contextOf('two'));
      expect(slots()).toEqual(['a', 'b']);
      expect(answer.position).toEqual(log.events[0]!.position);
      expect(findChainFault(log.events)).toBeUndefined();
    });

    it('who never stops makes the stream busy, and nothing is stored', async () => {
      const streams = new Streams(log, new PassageVault(new MemoryPassageKeys()), tally, { attempts: 2 });
      const others = ['b', 'c'].flatMap((name) => [otherWriter(name), () => undefined]);
      log.failAppends(...others);
      const given = streams.execute('t', put('a', 1), contextOf('one'));
      await expect(given).rejects.toMatchObject({ code: 'stream-busy', detail: { retryAfter: 1 } });
      expect(slots()).toEqual(['b', 'c']);
    });
  });

  describe('a read that breaks off', () => {
    const filled = async () => {
      for (const name of ['a', 'b', 'c']) await open().execute('t', put(name, 2), contextOf(name));
    };

    it.each([0, 2])(
      'after %i events ends the command, and leaves nothing half-read behind',
      async (after) => {
        await filled();
        const streams = open();
        log.failRead(after);
        const given = streams.execute('t', put('d', 1), contextOf('d'));
        await expect(given).rejects.toMatchObject({ code: 'event-store-unavailable' });
        expect((await streams.load('t')).state.slots).toEqual({ a: 2, b: 2, c: 2 });
        await streams.execute('t', put('d', 1), contextOf('d'));
        expect(slots()).toEqual(['a', 'b', 'c', 'd']);
      },
    );

    it('in a tail leaves the cached state whole', async () => {
      const streams = open();
      await streams.load('t');
      await streams.execute('t', put('a', 8), contextOf('one'));
      await open().execute('t', put('a', 1), contextOf('two'));
      log.failRead(1);
      const given = streams.execute('t', put('b', 8), contextOf('three'));
      await expect(given).rejects.toMatchObject({ code: 'event-store-unavailable' });
      const first = await streams.execute('t', put('a', 1), contextOf('two'));
      expect(first.events).toHaveLength(2);
      await streams.execute('t', put('b', 8), contextOf('three'));
      expect(await streams.load('t')).toEqual(await open().load('t'));
    });

    it('after an append without an answer does not lose the command', async () => {
      const streams = open();
      await streams.execute('t', put('a', 1), contextOf('one'));
      log.failAppends('stored-unanswered');
      log.failRead();
      const given = streams.execute('t', put('b', 1), contextOf('two'));
      await expect(given).rejects.toMatchObject({ code: 'event-store-unavailable' });
      const again = await streams.execute('t', put('b', 1), contextOf('two'));
      expect(again.revision).toBe(1);
      expect(slots()).toEqual(['a', 'b']);
    });
  });
});
