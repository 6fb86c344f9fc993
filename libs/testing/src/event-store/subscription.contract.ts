import { expect, it } from '@jest/globals';
import { END, START, binaryEvent } from '@eventstore/db-client';
import type { Position } from '@eventstore/db-client';
import { events, newStream, readAllOf, upTo } from './contract-events.js';
import type { ContractContext } from './event-store-contract.js';
import { Follower } from './follower.js';

export function subscriptionContract(given: () => ContractContext): void {
  it('to a stream gives its history, says that it has caught up, and goes on', async () => {
    const { client, other } = given();
    const stream = newStream();
    await client.appendToStream(stream, events(3));
    const follower = new Follower(() => other.subscribeToStream(stream, { fromRevision: START }));
    await follower.caughtUp();
    expect(follower.said.map((item) => (item.kind === 'event' ? item.number : item.kind))).toEqual([
      0,
      1,
      2,
      'caught-up',
    ]);

    await client.appendToStream(newStream(), events(1, 99));
    await client.appendToStream(stream, events(2, 3));
    await follower.count(5);
    expect(follower.numbers).toEqual([0, 1, 2, 3, 4]);
    await follower.stop();
  });

  it('to a stream from a revision begins after it', async () => {
    const { client, other } = given();
    const stream = newStream();
    await client.appendToStream(stream, events(4));
    const follower = new Follower(() => other.subscribeToStream(stream, { fromRevision: 1n }));
    await follower.count(2);
    await client.appendToStream(stream, events(1, 4));
    await follower.count(3);
    expect(follower.numbers).toEqual([2, 3, 4]);
    await follower.stop();
  });

  it('to a stream from a revision that is still to come begins after it', async () => {
    const { client, other } = given();
    const stream = newStream();
    await client.appendToStream(stream, events(2));
    const follower = new Follower(() => other.subscribeToStream(stream, { fromRevision: 3n }));
    await follower.caughtUp();
    for (const number of upTo(4, 2)) await client.appendToStream(stream, events(1, number));
    await follower.count(2);
    expect(follower.numbers).toEqual([4, 5]);
    await follower.stop();
  });

  it('to a stream from its end gives only what is new', async () => {
    const { client, other } = given();
    const stream = newStream();
    await client.appendToStream(stream, events(3));
    const follower = new Follower(() => other.subscribeToStream(stream, { fromRevision: END }));
    await follower.caughtUp();
    await client.appendToStream(stream, events(2, 3));
    await follower.count(2);
    expect(follower.numbers).toEqual([3, 4]);
    await follower.stop();
  });

  it('to a stream that does not exist yet waits for it', async () => {
    const { client, other } = given();
    const stream = newStream();
    const subscription = other.subscribeToStream(stream);
    const confirmed = new Promise((resolve) => subscription.once('confirmation', resolve));
    const follower = new Follower(() => subscription);
    await confirmed;
    await client.appendToStream(stream, events(2));
    await follower.count(2);
    expect(follower.numbers).toEqual([0, 1]);
    await follower.stop();
  });

  it('to $all from a position begins after it and follows every stream', async () => {
    const { client, other } = given();
    const stream = newStream();
    const { position } = await client.appendToStream(stream, events(2));
    await client.appendToStream(stream, events(2, 2));
    const follower = new Follower(() => other.subscribeToAll({ fromPosition: position as Position }));
    await follower.caughtUp();
    await client.appendToStream(newStream(), events(1, 4));
    await client.appendToStream(stream, events(1, 5));
    await follower.count(4);
    expect(follower.numbers).toEqual([2, 3, 4, 5]);
    await follower.stop();
  });

  it('to $all from its end gives only what is new', async () => {
    const { client, other } = given();
    await client.appendToStream(newStream(), events(2));
    const follower = new Follower(() => other.subscribeToAll({ fromPosition: END }));
    await follower.caughtUp();
    await client.appendToStream(newStream(), events(2, 2));
    await follower.count(2);
    expect(follower.numbers).toEqual([2, 3]);
    await follower.stop();
  });

  it('misses and repeats nothing where history and news meet', async () => {
    const { client, other } = given();
    const stream = newStream();
    const { position } = await client.appendToStream(stream, events(1));
    const appending = (async () => {
      for (const number of upTo(300, 1)) await client.appendToStream(stream, events(1, number));
    })();
    const followers = [];
    for (const expected of [50n, 120n, 200n]) {
      let at = -1n;
      while (at < expected) {
        for await (const { event } of other.readStream(stream, {
          direction: 'backwards',
          fromRevision: END,
          maxCount: 1,
        }))
          at = event?.revision ?? at;
      }
      followers.push(new Follower(() => other.subscribeToStream(stream, { fromRevision: 0n })));
      followers.push(new Follower(() => other.subscribeToAll({ fromPosition: position as Position })));
    }
    await appending;
    for (const follower of followers) {
      await follower.count(300);
      expect(follower.numbers).toEqual(upTo(300, 1));
      await follower.stop();
    }
  });

  it('waits for a subscriber that does not read, and holds nobody else up', async () => {
    const context = given();
    const { client, other } = context;
    const stream = newStream();
    const count = 400;
    const data = new Uint8Array(100_000);
    const { position } = await client.appendToStream(stream, events(1));
    for (let sent = 0; sent < count; sent += 8) {
      const heavy = upTo(8).map(() => binaryEvent({ type: 'Heavy', data }));
      await client.appendToStream(stream, heavy);
    }

    const before = context.rowsRead?.() ?? 0;
    const slow = other.subscribeToAll({ fromPosition: position as Position }, { highWaterMark: 1 });
    const first = await new Promise((resolve) =>
      slow.once('data', (event) => {
        slow.pause();
        resolve(event);
      }),
    );
    expect(first).toMatchObject({ event: { streamId: stream } });

    // By the time somebody else has got all of it, a store that reads ahead would have read all of it once more.
    expect(await readAllOf(client, stream)).toHaveLength(count + 1);
    if (context.rowsRead) expect(context.rowsRead() - before).toBeLessThan(count + 1 + count / 4);
    await client.appendToStream(stream, events(1, 1));

    let seen = 1;
    for await (const { event } of slow) {
      seen += 1;
      if (event?.type === 'Numbered') break;
    }
    expect(seen).toBe(count + 1);
  });
}
