import { beforeAll, describe, expect, it } from '@jest/globals';
import { BACKWARDS, END, FORWARDS, START, binaryEvent } from '@eventstore/db-client';
import type { AllStreamResolvedEvent, ReadRevision, ReadAllOptions } from '@eventstore/db-client';
import { collect, events, newStream, numbersOf, readAllOf, upTo } from './contract-events.js';
import type { ContractContext } from './event-store-contract.js';

export function readContract(given: () => ContractContext): void {
  describe('a stream', () => {
    const stream = newStream();
    beforeAll(async () => {
      await given().client.appendToStream(stream, events(5));
    });

    it.each<[typeof FORWARDS | typeof BACKWARDS, ReadRevision, number | undefined, number[]]>([
      [FORWARDS, START, undefined, [0, 1, 2, 3, 4]],
      [FORWARDS, START, 2, [0, 1]],
      [FORWARDS, 3n, undefined, [3, 4]],
      [FORWARDS, 1n, 2, [1, 2]],
      [FORWARDS, 4n, 10, [4]],
      [FORWARDS, 5n, undefined, []],
      [BACKWARDS, END, undefined, [4, 3, 2, 1, 0]],
      [BACKWARDS, END, 1, [4]],
      [BACKWARDS, 3n, undefined, [3, 2, 1, 0]],
      [BACKWARDS, 2n, 2, [2, 1]],
      [BACKWARDS, 0n, 10, [0]],
      [BACKWARDS, START, undefined, [0]],
      [BACKWARDS, 99n, 1, [4]],
    ])('%s from %s, at most %s', async (direction, fromRevision, maxCount, expected) => {
      const read = await readAllOf(given().client, stream, {
        direction,
        fromRevision,
        ...(maxCount !== undefined && { maxCount }),
      });
      expect(numbersOf(read)).toEqual(expected);
      expect(read.map(({ event }) => Number(event?.revision))).toEqual(expected);
    });

    it.each([FORWARDS, BACKWARDS] as const)('that does not exist is not found, %s', async (direction) => {
      const missing = newStream();
      const fromRevision = direction === FORWARDS ? START : END;
      const read = readAllOf(given().client, missing, { direction, fromRevision });
      await expect(read).rejects.toMatchObject({ type: 'stream-not-found', streamName: missing });
    });
  });

  describe('$all', () => {
    const stream = newStream();
    let ours: AllStreamResolvedEvent[];
    beforeAll(async () => {
      const { client } = given();
      await client.appendToStream(stream, events(3));
      await client.appendToStream(newStream(), events(1, 3));
      await client.appendToStream(stream, events(1, 4));
      const newest = await collect(client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 5 }));
      ours = newest.reverse();
    });

    const read = (options: ReadAllOptions) => collect(given().client.readAll(options));
    const positionOf = (index: number) => ours[index]!.event!.position;

    it('is in one order, whatever stream an event is in', () => {
      expect(numbersOf(ours)).toEqual([0, 1, 2, 3, 4]);
      const commits = ours.map(({ event }) => event!.position.commit);
      expect(commits).toEqual([...commits].sort((a, b) => Number(a - b)));
      expect(new Set(commits).size).toBe(5);
      expect(ours.map(({ commitPosition }) => commitPosition)).toEqual(commits);
    });

    it('forwards from a position includes the event there', async () => {
      expect(numbersOf(await read({ fromPosition: positionOf(1), maxCount: 3 }))).toEqual([1, 2, 3]);
      expect(numbersOf(await read({ fromPosition: positionOf(4), maxCount: 1 }))).toEqual([4]);
    });

    it('backwards from a position begins before the event there', async () => {
      const backwards = { direction: BACKWARDS, fromPosition: positionOf(3), maxCount: 2 } as const;
      expect(numbersOf(await read(backwards))).toEqual([2, 1]);
    });

    it('forwards from the end and backwards from the start is empty', async () => {
      expect(await read({ fromPosition: END })).toEqual([]);
      expect(await read({ direction: BACKWARDS, fromPosition: START })).toEqual([]);
    });

    it('from the start is the log from its first event on', async () => {
      const [first, second] = await read({ maxCount: 2 });
      const [again] = await read({
        direction: BACKWARDS,
        fromPosition: second!.event!.position,
        maxCount: 1,
      });
      expect(again?.event?.id).toBe(first?.event?.id);
    });
  });

  it('goes on over thousands of events, both ways', async () => {
    const { client } = given();
    const stream = newStream();
    const count = 2500;
    const { position } = await client.appendToStream(stream, events(1));
    await client.appendToStream(stream, events(count - 1, 1));

    expect(numbersOf(await readAllOf(client, stream))).toEqual(upTo(count));
    const backwards = await readAllOf(client, stream, { direction: BACKWARDS, fromRevision: END });
    expect(numbersOf(backwards)).toEqual(upTo(count).reverse());
    const inLog = await collect(client.readAll({ fromPosition: position!, maxCount: count }));
    expect(numbersOf(inLog)).toEqual(upTo(count));
  });

  it('goes on over many large events', async () => {
    const { client } = given();
    const stream = newStream();
    const size = 700_000;
    for (const fill of upTo(12)) {
      const data = new Uint8Array(size).fill(fill);
      await client.appendToStream(stream, binaryEvent({ type: 'Large', data }));
    }
    const read = await readAllOf(client, stream);
    const shape = read.map(({ event }) => {
      const data = event?.data as Uint8Array;
      return [data.length, data[0], data.at(-1)];
    });
    expect(shape).toEqual(upTo(12).map((fill) => [size, fill, fill]));
  });
}
