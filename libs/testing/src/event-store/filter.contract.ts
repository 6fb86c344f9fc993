import { expect, it } from '@jest/globals';
import { START, eventTypeFilter, streamNameFilter } from '@eventstore/db-client';
import type { Position, SubscribeToAllOptions } from '@eventstore/db-client';
import { events, newStream, upTo } from './contract-events.js';
import type { ContractContext } from './event-store-contract.js';
import { Follower } from './follower.js';

export function filterContract(given: () => ContractContext): void {
  it('on stream names gives what begins with one of the prefixes, of history and news', async () => {
    const { client, other } = given();
    const [a, b, c] = [newStream('a'), newStream('b'), newStream('c')];
    for (const [number, stream] of [a, b, c, a].entries())
      await client.appendToStream(`${stream}-x`, events(1, number));
    const filter = streamNameFilter({ prefixes: [a, b] });
    const follower = new Follower(() => other.subscribeToAll({ fromPosition: START, filter }));
    await follower.caughtUp();
    expect(follower.numbers).toEqual([0, 1, 3]);

    for (const [index, stream] of [c, `x-${a}`, b].entries())
      await client.appendToStream(stream, events(1, 4 + index));
    await follower.count(4);
    expect(follower.numbers).toEqual([0, 1, 3, 6]);
    await follower.stop();
  });

  it('on event types gives what begins with one of the prefixes', async () => {
    const { client, other } = given();
    const type = newStream('Type');
    const types = [`${type}-Scored`, `${type}-Opened`, `Other${type}`, `${type}-ScoredV2`];
    for (const [number, each] of types.entries())
      await client.appendToStream(newStream(), events(1, number, each));
    const filter = eventTypeFilter({ prefixes: [`${type}-Scored`] });
    const follower = new Follower(() => other.subscribeToAll({ fromPosition: START, filter }));
    await follower.count(2);
    expect(follower.numbers).toEqual([0, 3]);
    await follower.stop();
  });

  it('takes prefixes by the letter: % and _ and a backslash are nothing special', async () => {
    const { client, other } = given();
    const stream = newStream('like');
    for (const [number, name] of [`${stream}_%`, `${stream}xx`, `${stream}_%y`, `${stream}\\`].entries())
      await client.appendToStream(name, events(1, number));
    for (const [prefix, expected] of [
      [`${stream}_%`, [0, 2]],
      [`${stream}\\`, [3]],
    ] as const) {
      const filter = streamNameFilter({ prefixes: [prefix] });
      const follower = new Follower(() => other.subscribeToAll({ fromPosition: START, filter }));
      await follower.caughtUp();
      expect(follower.numbers).toEqual(expected);
      await follower.stop();
    }
  });

  it('gives checkpoints that only grow and never pass an event not yet given', async () => {
    const { client, other } = given();
    const [ours, theirs] = [newStream('ours'), newStream('theirs')];
    const { position } = await client.appendToStream(theirs, events(1));
    for (const round of upTo(10)) {
      await client.appendToStream(ours, events(7, round * 7));
      await client.appendToStream(theirs, events(60));
    }
    const follow = (fromPosition: Position, checkpointInterval: number) =>
      new Follower((checkpointReached) => {
        const filter = streamNameFilter({
          prefixes: [ours],
          maxSearchWindow: 5,
          checkpointInterval,
          checkpointReached,
        });
        return other.subscribeToAll({ fromPosition, filter } satisfies SubscribeToAllOptions);
      });

    const follower = follow(position as Position, 2);
    await follower.caughtUp();
    await client.appendToStream(ours, events(30, 70));
    await follower.count(100);
    await follower.stop();
    expect(follower.numbers).toEqual(upTo(100));
    const { checkpoints } = follower;
    expect(checkpoints.length).toBeGreaterThan(5);
    expect(checkpoints).toEqual([...checkpoints].sort((a, b) => Number(a - b)));

    // Whoever begins again at a checkpoint gets exactly what had not been given when it came.
    for (const checkpoint of [checkpoints[0], checkpoints[3], checkpoints.at(-1)] as bigint[]) {
      const at = follower.said.findIndex(
        (item) => item.kind === 'checkpoint' && item.position === checkpoint,
      );
      const given = follower.said.slice(0, at).filter(({ kind }) => kind === 'event').length;
      const again = follow({ commit: checkpoint, prepare: checkpoint }, 1);
      await again.count(100 - given);
      expect(again.numbers).toEqual(upTo(100 - given, given));
      await again.stop();
    }
  });

  it('gives checkpoints while nothing matches, so that a restart need not look at everything again', async () => {
    const { client, other } = given();
    const nobody = newStream('nobody');
    const { position } = await client.appendToStream(newStream(), events(1));
    const follower = new Follower((checkpointReached) => {
      const filter = streamNameFilter({
        prefixes: [nobody],
        maxSearchWindow: 10,
        checkpointInterval: 2,
        checkpointReached,
      });
      return other.subscribeToAll({ fromPosition: position as Position, filter });
    });
    await follower.caughtUp();
    const last = await client.appendToStream(newStream(), events(100));
    const near = last.position!.commit - 50n;
    await follower.until(() =>
      follower.checkpoints.some((checkpoint) => checkpoint >= near || checkpoint > position!.commit),
    );
    expect(follower.numbers).toEqual([]);
    await follower.stop();
  });
}
