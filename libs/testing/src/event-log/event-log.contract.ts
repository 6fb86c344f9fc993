import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  comparePositions,
  WrongExpectedRevision,
  type EventLog,
  type LogItem,
  type NewEvent,
  type Position,
  type StoredEvent,
} from '@kompass/event-store';

/** A log for the suite, empty at first. */
export interface OpenedLog {
  readonly log: EventLog;
  close(): Promise<void>;
}

export function newEvents(count: number, data: NewEvent['data'] = {}): NewEvent[] {
  return Array.from({ length: count }, (_, number) => {
    const id = randomUUID();
    const metadata = {
      ...{ actor: 'somebody', at: '2017-09-14T08:00:00.000Z', request: '', schema: 1 as const },
      ...{ commandId: id, correlationId: id, causationId: id, prev: '', hash: id },
    };
    return { id, type: 'Numbered', data: { number, ...data }, metadata };
  });
}

export async function readAll(events: AsyncIterable<StoredEvent>): Promise<StoredEvent[]> {
  const read: StoredEvent[] = [];
  for await (const event of events) read.push(event);
  return read;
}

/** What every adapter of the port `EventLog` does. */
export function eventLogContract(open: () => Promise<OpenedLog>): void {
  describe('an event log', () => {
    let opened: OpenedLog;
    let log: EventLog;
    let streams = 0;
    const newStream = (category = 'thing') => `${category}-${(streams += 1)}`;
    beforeAll(async () => {
      opened = await open();
      log = opened.log;
    });
    afterAll(() => opened.close());

    /** Follows until `enough`, and answers what came. */
    async function followed(
      prefixes: readonly string[],
      after: Position | undefined,
      enough: (items: readonly LogItem[]) => boolean,
    ): Promise<LogItem[]> {
      const items: LogItem[] = [];
      const { signal } = new AbortController();
      for await (const item of log.follow({ prefixes, signal, ...(after ? { after } : {}) })) {
        items.push(item);
        if (enough(items)) break;
      }
      return items;
    }
    const untilCaughtUp = (items: readonly LogItem[]) => items.at(-1)?.kind === 'caught-up';
    const eventsOf = (items: readonly LogItem[]) =>
      items.flatMap((item) => (item.kind === 'event' ? [item.event] : []));

    it('is empty at first', async () => {
      expect(await log.head()).toBeUndefined();
      expect(await readAll(log.readStream('thing-none'))).toEqual([]);
    });

    it('keeps what is appended, at its revision and position', async () => {
      const stream = newStream();
      const events = newEvents(3);
      const position = await log.append(stream, -1, events);
      const [more] = newEvents(1);
      const later = await log.append(stream, 2, [more!]);
      const read = await readAll(log.readStream(stream));
      expect(read).toEqual(
        [...events, more!].map((event, revision) => ({
          ...event,
          stream,
          revision,
          position: read[revision]!.position,
        })),
      );
      expect(read[2]!.position).toEqual(position);
      expect(read[3]!.position).toEqual(later);
      for (const [index, event] of read.slice(1).entries())
        expect(comparePositions(event.position, read[index]!.position)).toBeGreaterThan(0);
      expect(await log.head()).toEqual(later);
    });

    it('reads a part of a stream', async () => {
      const stream = newStream();
      await log.append(stream, -1, newEvents(5));
      const revisions = async (options: { from?: number; limit?: number }) =>
        (await readAll(log.readStream(stream, options))).map(({ revision }) => revision);
      expect(await revisions({ from: 3 })).toEqual([3, 4]);
      expect(await revisions({ from: 1, limit: 2 })).toEqual([1, 2]);
      expect(await revisions({ limit: 0 })).toEqual([]);
      expect(await revisions({ from: 5 })).toEqual([]);
      for await (const { revision } of log.readStream(stream)) {
        expect(revision).toBe(0);
        break;
      }
    });

    it('appends at the exact revision only', async () => {
      const stream = newStream();
      await log.append(stream, -1, newEvents(2));
      for (const expected of [-1, 0, 2, 7]) {
        await expect(log.append(stream, expected, newEvents(1))).rejects.toBeInstanceOf(
          WrongExpectedRevision,
        );
      }
      await expect(log.append(newStream(), 0, newEvents(1))).rejects.toBeInstanceOf(WrongExpectedRevision);
      expect(await readAll(log.readStream(stream))).toHaveLength(2);
    });

    it('acknowledges the same append again, and keeps its first bytes', async () => {
      const stream = newStream();
      await log.append(stream, -1, newEvents(1));
      const events = newEvents(2, { told: 'first' });
      const position = await log.append(stream, 0, events);
      await log.append(stream, 2, newEvents(1));
      const again = events.map((event) => ({ ...event, data: { ...event.data, told: 'second' } }));
      expect(await log.append(stream, 0, again)).toEqual(position);
      const told = (await readAll(log.readStream(stream))).map(({ data }) => data['told']);
      expect(told).toEqual([undefined, 'first', 'first', undefined]);
    });

    it('keeps hostile text whole', async () => {
      const stream = newStream();
      const data = {
        nul: 'a\0b',
        '': '\u{FEFF}\u2028',
        high: '\u{10FFFF}',
        long: 'ø'.repeat(100_000),
        n: -1.5e-7,
      };
      await log.append(stream, -1, newEvents(1, data));
      const [read] = await readAll(log.readStream(stream));
      expect(read!.data).toEqual({ number: 0, ...data });
    });

    it('is followed from the beginning, in order, by stream prefix', async () => {
      const [mine, other] = [newStream('alpha'), newStream('beta')];
      for (const expected of [-1, 0, 1]) {
        await log.append(mine, expected, newEvents(1));
        await log.append(other, expected, newEvents(1));
      }
      const alone = eventsOf(await followed(['alpha-'], undefined, untilCaughtUp));
      expect(alone.map(({ stream, revision }) => [stream, revision])).toEqual(
        [0, 1, 2].map((n) => [mine, n]),
      );
      const both = eventsOf(await followed(['alpha-', 'beta-'], undefined, untilCaughtUp));
      expect(both.map(({ stream }) => stream)).toEqual([mine, other, mine, other, mine, other]);
      expect(both[2]).toEqual((await readAll(log.readStream(mine)))[1]);
    });

    it('goes on live after it was caught up', async () => {
      const stream = newStream('live');
      const enough = (items: readonly LogItem[]) => {
        if (untilCaughtUp(items) && eventsOf(items).length === 0) void log.append(stream, -1, newEvents(2));
        return eventsOf(items).length === 2;
      };
      const items = await followed(['live-'], undefined, enough);
      const kinds = items.map(({ kind }) => kind).filter((kind) => kind !== 'checkpoint');
      expect(kinds).toEqual(['caught-up', 'event', 'event']);
    });

    it('goes on after any place it was left at, without a gap or a repeat', async () => {
      const streams = [newStream('place'), newStream('elsewhere')];
      for (const stream of streams) await log.append(stream, -1, newEvents(1));
      const lengths = new Map(streams.map((stream) => [stream, 1]));
      for (let number = 0; number < 150; number += 1) {
        const stream = streams[number % 7 === 0 ? 0 : 1]!;
        const length = lengths.get(stream)!;
        await log.append(stream, length - 1, newEvents(1));
        lengths.set(stream, length + 1);
      }
      const items = await followed(['place-'], undefined, untilCaughtUp);
      const whole = eventsOf(items);
      expect(whole).toHaveLength(lengths.get(streams[0]!)!);
      const places = items.flatMap((item, index) =>
        item.kind === 'caught-up'
          ? []
          : [{ index, after: item.kind === 'event' ? item.event.position : item.position }],
      );
      for (const { index, after } of places.filter((_, number) => number % 5 === 0)) {
        const seen = eventsOf(items.slice(0, index + 1)).length;
        expect(eventsOf(await followed(['place-'], after, untilCaughtUp))).toEqual(whole.slice(seen));
      }
    });

    it('tells how far it is, never further than what was yielded and never back', async () => {
      const [mine, other] = [newStream('far'), newStream('noise')];
      const writing = (async () => {
        for (let round = 0; round < 40; round += 1) {
          await log.append(other, round === 0 ? -1 : round * 20 - 1, newEvents(20));
          await log.append(mine, round - 1, newEvents(1));
        }
      })();
      const items = await followed(['far-'], undefined, (all) => eventsOf(all).length === 40);
      await writing;
      const stored = await readAll(log.readStream(mine));
      let seen = 0;
      let place: Position = { commit: 0n, prepare: 0n };
      for (const item of items) {
        if (item.kind === 'caught-up') continue;
        const position = item.kind === 'event' ? item.event.position : item.position;
        expect(comparePositions(position, place)).toBeGreaterThanOrEqual(0);
        place = position;
        if (item.kind === 'event') seen += 1;
        const passed = stored.filter((event) => comparePositions(event.position, position) <= 0);
        expect(seen).toBe(passed.length);
      }
    });

    it('is followed until the signal, and no longer', async () => {
      const ending = new AbortController();
      for await (const { kind } of log.follow({ prefixes: ['thing-'], signal: ending.signal }))
        if (kind === 'caught-up') ending.abort();
      for await (const item of log.follow({ prefixes: ['thing-'], signal: ending.signal }))
        throw new Error(`followed after the end: ${item.kind}`);
    });
  });
}
