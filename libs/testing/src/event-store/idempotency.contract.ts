import { expect, it } from '@jest/globals';
import { ANY, NO_STREAM, STREAM_EXISTS, jsonEvent } from '@eventstore/db-client';
import type { AppendExpectedRevision } from '@eventstore/db-client';
import { events, newStream, numbersOf, readAllOf } from './contract-events.js';
import type { ContractContext } from './event-store-contract.js';

export function idempotencyContract(given: () => ContractContext): void {
  it.each<[AppendExpectedRevision]>([[1n], [ANY], [STREAM_EXISTS]])(
    'expecting %s answers as the first time and stores nothing, also after others have appended',
    async (expectedRevision) => {
      const { client } = given();
      const stream = newStream();
      await client.appendToStream(stream, events(2));
      const repeated = events(2, 2);
      const first = await client.appendToStream(stream, repeated, { expectedRevision });
      expect(await client.appendToStream(stream, repeated, { expectedRevision })).toEqual(first);

      await client.appendToStream(stream, events(1, 4));
      expect(await client.appendToStream(stream, repeated, { expectedRevision })).toEqual(first);
      expect(numbersOf(await readAllOf(client, stream))).toEqual([0, 1, 2, 3, 4]);
    },
  );

  it('expecting no stream answers as the first time', async () => {
    const { client } = given();
    const stream = newStream();
    const repeated = events(2);
    const first = await client.appendToStream(stream, repeated, { expectedRevision: NO_STREAM });
    expect(await client.appendToStream(stream, repeated, { expectedRevision: NO_STREAM })).toEqual(first);
    expect(await readAllOf(client, stream)).toHaveLength(2);
  });

  it('keeps the first bytes: only the ids are looked at', async () => {
    const { client } = given();
    const stream = newStream();
    const [original] = events(1);
    const changed = jsonEvent({ ...original, type: 'Other', data: { number: 99 } });
    const first = await client.appendToStream(stream, [original!], { expectedRevision: NO_STREAM });
    expect(await client.appendToStream(stream, changed, { expectedRevision: NO_STREAM })).toEqual(first);
    const [kept] = await readAllOf(client, stream);
    expect(kept?.event).toMatchObject({ type: 'Numbered', data: { number: 0 } });
  });

  it('refuses ids known at another revision, and a mixture of known and new ones', async () => {
    const { client } = given();
    const stream = newStream();
    const [a, b, c] = events(3);
    await client.appendToStream(stream, [a!, b!], { expectedRevision: NO_STREAM });

    const refused: [AppendExpectedRevision, (typeof a)[]][] = [
      [NO_STREAM, [b!]],
      [0n, [a!]],
      [NO_STREAM, [a!, c!]],
      [0n, [b!, c!]],
      [ANY, [b!, c!]],
    ];
    for (const [expectedRevision, ids] of refused) {
      await expect(client.appendToStream(stream, ids as never, { expectedRevision })).rejects.toMatchObject({
        type: 'wrong-expected-version',
        actualVersion: 1n,
      });
    }
    expect(numbersOf(await readAllOf(client, stream))).toEqual([0, 1]);
  });

  it('takes the same ids for another stream as new events', async () => {
    const { client } = given();
    const [one, two] = [newStream(), newStream()];
    const same = events(2);
    for (const expectedRevision of [NO_STREAM, ANY] as const) {
      await client.appendToStream(one, same, { expectedRevision });
      await client.appendToStream(two, same, { expectedRevision });
    }
    expect(await readAllOf(client, one)).toHaveLength(2);
    expect(await readAllOf(client, two)).toHaveLength(2);
  });

  it('stores an append once that is sent twice at the same moment', async () => {
    const { client, other } = given();
    const stream = newStream();
    await client.appendToStream(stream, events(1));
    const twice = events(2, 1);
    const options = { expectedRevision: 0n };
    const answers = await Promise.all([
      client.appendToStream(stream, twice, options),
      other.appendToStream(stream, twice, options),
      client.appendToStream(stream, twice, options),
    ]);
    expect(new Set(answers.map(({ nextExpectedRevision }) => nextExpectedRevision))).toEqual(new Set([2n]));
    expect(numbersOf(await readAllOf(client, stream))).toEqual([0, 1, 2]);
  });
}
