import { describe, expect, it } from '@jest/globals';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LogItem } from './event-log.js';
import type { Position } from './position.js';
import { SharedTail } from './shared-tail.js';

const at = (place: number): Position => ({ commit: BigInt(place), prepare: BigInt(place) });
const placed = (place: number): LogItem => ({ kind: 'checkpoint', position: at(place) });

/** A log of places 1, 2, 3 …, read from where it is asked. */
class Log {
  length = 0;
  /** Where each reading began; the ones under way are counted. */
  readonly readings: (Position | undefined)[] = [];
  open = 0;
  readonly tail = new SharedTail((after, signal) => this.#read(after, signal));

  async grow(count: number): Promise<void> {
    for (let each = 0; each < count; each += 1) {
      this.length += 1;
      await nextTurn();
    }
  }

  async *#read(after: Position | undefined, signal: AbortSignal): AsyncGenerator<readonly LogItem[]> {
    this.readings.push(after);
    this.open += 1;
    try {
      for (let next = Number(after?.commit ?? 0) + 1; !signal.aborted;) {
        if (next <= this.length) yield [placed(next++)];
        else await nextTurn();
      }
    } finally {
      this.open -= 1;
    }
  }
}

/** Reads until `count` items have come, or the tail lets go. */
async function take({ tail }: Log, after: number, count: number): Promise<number[]> {
  const places: number[] = [];
  const done = new AbortController();
  for await (const item of tail.follow({ after: at(after), signal: done.signal })) {
    places.push(item.kind === 'checkpoint' ? Number(item.position.commit) : -1);
    if (places.length === count) done.abort();
  }
  return places;
}

describe('the shared tail of the log', () => {
  it('reads once for all who follow, each from its own place on', async () => {
    const log = new Log();
    log.length = 3;
    const followers = [take(log, 0, 6), take(log, 1, 5), take(log, 3, 3)];
    await log.grow(3);
    expect(await Promise.all(followers)).toEqual([
      [1, 2, 3, 4, 5, 6],
      [2, 3, 4, 5, 6],
      [4, 5, 6],
    ]);
    expect(log.readings).toEqual([at(0)]);
  });

  it('stops reading when nobody follows, and begins again where the next one stands', async () => {
    const log = new Log();
    log.length = 4;
    await take(log, 0, 2);
    for (let turns = 0; turns < 4; turns += 1) await nextTurn();
    expect(log.open).toBe(0);
    expect(await take(log, 1, 3)).toEqual([2, 3, 4]);
    expect(log.readings).toEqual([at(0), at(1)]);
  });

  it('is not for those whose place it has left', async () => {
    const log = new Log();
    log.length = 5;
    const first = take(log, 3, 3);
    expect(log.tail.covers(at(2))).toBe(false);
    expect(log.tail.covers(at(3))).toBe(true);
    expect(await take(log, 2, 1)).toEqual([]);
    await log.grow(1);
    expect(await first).toEqual([4, 5, 6]);
  });

  it('lets go of a follower that falls too far behind, without a gap, and goes on for the others', async () => {
    const log = new Log();
    const done = new AbortController();
    const slow = log.tail.follow({ after: at(0), signal: done.signal });
    const quick = take(log, 0, 3_000);
    log.length = 1;
    expect((await slow.next()).value).toEqual(placed(1));
    log.length = 3_000;
    expect((await quick).at(-1)).toBe(3_000);
    expect(await slow.next()).toEqual({ done: true, value: undefined });
    expect(log.tail.covers(at(1))).toBe(true); // nobody follows any more
  });

  it('says nothing of having caught up for the first time, since all who follow have', async () => {
    const caughtUp: LogItem = { kind: 'caught-up' };
    const items = [placed(1), caughtUp, placed(2), caughtUp];
    const tail = new SharedTail(async function* (_after, signal) {
      yield items;
      while (!signal.aborted) await nextTurn();
    });
    const done = new AbortController();
    const seen: LogItem[] = [];
    for await (const item of tail.follow({ after: at(0), signal: done.signal })) {
      seen.push(item);
      if (seen.length === 3) done.abort();
    }
    expect(seen).toEqual([placed(1), placed(2), caughtUp]);
  });
});
