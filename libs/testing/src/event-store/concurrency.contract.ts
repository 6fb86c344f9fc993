import { expect, it } from '@jest/globals';
import { START, streamNameFilter } from '@eventstore/db-client';
import type { EventStoreDBClient } from '@eventstore/db-client';
import { collect, events, newStream, numbersOf, readAllOf, upTo } from './contract-events.js';
import type { ContractContext } from './event-store-contract.js';
import { Follower } from './follower.js';

const appenders = 50;
const appendsEach = 20;

export function concurrencyContract(given: () => ContractContext): void {
  it('gives fifty appenders one order, the same for every reader, with each event once', async () => {
    const { client, other } = given();
    const prefix = newStream('many');
    const filter = streamNameFilter({ prefixes: [prefix] });
    const early = new Follower(() => other.subscribeToAll({ fromPosition: START, filter }));
    const { position } = await client.appendToStream(`${prefix}-first`, events(1, -1));

    await Promise.all(
      upTo(appenders).map(async (appender) => {
        for (const turn of upTo(appendsEach)) {
          const number = appender * appendsEach + turn;
          const expectedRevision = turn === 0 ? 'no_stream' : BigInt(turn - 1);
          await client.appendToStream(`${prefix}-${appender}`, events(1, number), { expectedRevision });
        }
      }),
    );

    const total = appenders * appendsEach + 1;
    const late = new Follower(() => other.subscribeToAll({ fromPosition: START, filter }));
    await Promise.all([early.count(total), late.count(total)]);
    const read = await collect(client.readAll({ fromPosition: position! }));
    const ours = read.filter(({ event }) => event?.streamId.startsWith(prefix));

    expect(early.numbers).toEqual(late.numbers);
    expect(numbersOf(ours)).toEqual(late.numbers);
    expect([...late.numbers].sort((a, b) => a - b)).toEqual(upTo(total, -1));
    for (const appender of upTo(appenders)) {
      const inStream = await readAllOf(client, `${prefix}-${appender}`);
      expect(numbersOf(inStream)).toEqual(upTo(appendsEach, appender * appendsEach));
    }
    await Promise.all([early.stop(), late.stop()]);
  });

  it('lets exactly one of those win who append to a stream at the same revision', async () => {
    const { client, other } = given();
    const stream = newStream();
    await client.appendToStream(stream, events(1, -1));
    const won: number[] = [];
    const contend = async (contender: EventStoreDBClient, number: number): Promise<void> => {
      for (let revision = 0n; ;) {
        try {
          await contender.appendToStream(stream, events(1, number), { expectedRevision: revision });
          won.push(number);
          return;
        } catch (error) {
          const { actualVersion } = error as { actualVersion: bigint };
          expect(error).toMatchObject({ type: 'wrong-expected-version', expectedVersion: revision });
          expect(actualVersion).toBeGreaterThan(revision);
          revision = actualVersion;
        }
      }
    };
    await Promise.all(upTo(20).map((number) => contend(number % 2 ? client : other, number)));
    expect(won).toHaveLength(20);
    const stored = numbersOf(await readAllOf(client, stream));
    expect(stored.sort((a, b) => a - b)).toEqual(upTo(21, -1));
  });
}
