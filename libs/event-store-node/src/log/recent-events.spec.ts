import { describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from './event.js';
import { RecentEvents } from './recent-events.js';

function recorded(from: number, to: number, bytes = 10): RecordedEvent[] {
  return Array.from({ length: to - from + 1 }, (_, index) => ({
    position: from + index,
    stream: 's',
    revision: from + index - 1,
    id: String(from + index),
    type: '',
    contentType: '',
    data: new Uint8Array(bytes),
    metadata: new Uint8Array(),
    created: new Date(0),
  }));
}

const positions = (events: readonly RecordedEvent[] | undefined) => events?.map(({ position }) => position);

describe('recent events', () => {
  it('gives what stands after a position, at most so many', () => {
    const recent = new RecentEvents(10);
    recent.add(recorded(11, 13));
    recent.add(recorded(14, 15));
    expect(positions(recent.since(10, 9))).toEqual([11, 12, 13, 14, 15]);
    expect(positions(recent.since(12, 2))).toEqual([13, 14]);
    expect(positions(recent.since(15, 9))).toEqual([]);
    expect(positions(recent.since(99, 9))).toEqual([]);
  });

  it('says where it does not know: before its first event', () => {
    const recent = new RecentEvents(10);
    expect(recent.since(9, 9)).toBeUndefined();
    expect(positions(recent.since(10, 9))).toEqual([]);
  });

  it.each([
    ['events', 100, 1_000_000, 10],
    ['bytes', 1_000_000, 1000, 10],
  ])('holds a bounded number of %s, the newest', (_, maxEvents, maxBytes, bytes) => {
    const recent = new RecentEvents(0, maxEvents, maxBytes);
    for (let position = 1; position <= 1000; position += 1) {
      recent.add(recorded(position, position, bytes));
      const held = recent.since(position - 1, 9);
      expect(positions(held)).toEqual([position]);
    }
    expect(recent.since(890, 1)).toBeUndefined();
    const oldest = Array.from({ length: 1000 }, (_, index) => index).find((after) =>
      recent.since(after, 1),
    ) as number;
    expect(positions(recent.since(oldest, 1000))).toEqual(
      recorded(oldest + 1, 1000).map(({ position }) => position),
    );
  });

  it('forgets also a single event that is too large', () => {
    const recent = new RecentEvents(0, 10, 100);
    recent.add(recorded(1, 1, 500));
    expect(recent.since(0, 1)).toBeUndefined();
    expect(positions(recent.since(1, 1))).toEqual([]);
  });
});
