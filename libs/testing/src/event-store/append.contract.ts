import { expect, it } from '@jest/globals';
import { ANY, NO_STREAM, STREAM_EXISTS, binaryEvent, jsonEvent } from '@eventstore/db-client';
import type { AppendExpectedRevision } from '@eventstore/db-client';
import { events, newStream, numbersOf, readAllOf, upTo } from './contract-events.js';
import type { ContractContext } from './event-store-contract.js';

export function appendContract(given: () => ContractContext): void {
  it('answers with the revision of the last event and its position in the log', async () => {
    const { client } = given();
    const stream = newStream();
    const first = await client.appendToStream(stream, events(1));
    const second = await client.appendToStream(stream, events(3, 1));
    expect(first).toMatchObject({ success: true, nextExpectedRevision: 0n });
    expect(second).toMatchObject({ success: true, nextExpectedRevision: 3n });

    const [, , , last] = await readAllOf(client, stream);
    expect(last?.event?.revision).toBe(3n);
    expect(last?.event?.position).toEqual(second.position);
    expect(second.position?.commit).toBeGreaterThan(first.position?.commit as bigint);
  });

  it.each<[AppendExpectedRevision, 'accepted' | 'refused', 'accepted' | 'refused']>([
    [ANY, 'accepted', 'accepted'],
    [NO_STREAM, 'accepted', 'refused'],
    [STREAM_EXISTS, 'refused', 'accepted'],
    [0n, 'refused', 'refused'],
    [1n, 'refused', 'accepted'],
    [2n, 'refused', 'refused'],
  ])('expecting %s: a new stream is %s, one at revision 1 is %s', async (expectedRevision, fresh, atOne) => {
    const { client } = given();
    const [missing, existing] = [newStream(), newStream()];
    await client.appendToStream(existing, events(2));

    const attempts = [
      { stream: missing, verdict: fresh, before: undefined, actual: NO_STREAM },
      { stream: existing, verdict: atOne, before: 2, actual: 1n },
    ];
    for (const { stream, verdict, before, actual } of attempts) {
      const attempt = client.appendToStream(stream, events(1, 9), { expectedRevision });
      if (verdict === 'accepted') {
        expect(await attempt).toMatchObject({ success: true, nextExpectedRevision: BigInt(before ?? 0) });
      } else {
        await expect(attempt).rejects.toMatchObject({
          type: 'wrong-expected-version',
          streamName: stream,
          expectedVersion: expectedRevision,
          actualVersion: actual,
        });
        const kept = await readAllOf(client, stream).catch(() => []);
        expect(kept).toHaveLength(before ?? 0);
      }
    }
  });

  it('keeps JSON and bytes, with metadata of either kind or none', async () => {
    const { client } = given();
    const stream = newStream();
    const bytes = Uint8Array.from(upTo(256));
    await client.appendToStream(stream, [
      jsonEvent({ type: 'Json', data: { a: [1, null, 'x'] }, metadata: { by: 'me' } }),
      binaryEvent({ type: 'Bytes', data: bytes, metadata: Uint8Array.from([0, 255]) }),
      jsonEvent({ type: 'Bare', data: {} }),
    ]);

    const [json, binary, bare] = (await readAllOf(client, stream)).map(({ event }) => event);
    expect(json).toMatchObject({
      type: 'Json',
      isJson: true,
      data: { a: [1, null, 'x'] },
      metadata: { by: 'me' },
    });
    expect(binary).toMatchObject({ type: 'Bytes', isJson: false });
    expect(Buffer.from(binary?.data as Uint8Array)).toEqual(Buffer.from(bytes));
    expect(Buffer.from(binary?.metadata as Uint8Array)).toEqual(Buffer.from([0, 255]));
    expect(bare).toMatchObject({ type: 'Bare', isJson: true, data: {}, metadata: undefined });
    expect(bare?.created).toBeInstanceOf(Date);
  });

  it('keeps odd text: NUL and lone surrogates in data, any script in names and types', async () => {
    const { client } = given();
    const stream = newStream('Båtsfjord / Báhcavuotna – 🧭 "quoted"');
    const data = { text: 'a\0b\ud800c\u2028🧭', 'key\0': '\\x00' };
    await client.appendToStream(stream, jsonEvent({ type: 'Særskilt vurdering ✓', data, metadata: data }));

    const [resolved] = await readAllOf(client, stream);
    expect(resolved?.event).toMatchObject({
      streamId: stream,
      type: 'Særskilt vurdering ✓',
      data,
      metadata: data,
    });
  });

  it('takes an append of almost 1 MiB, and refuses a larger one whole', async () => {
    const { client } = given();
    const stream = newStream();
    const filled = (bytes: number) => binaryEvent({ type: 'Bytes', data: new Uint8Array(bytes).fill(7) });
    const half = 512 * 1024;
    await client.appendToStream(stream, [filled(half), filled(half - 1024)]);

    const tooLarge = [filled(half), filled(half), filled(10)];
    await expect(client.appendToStream(stream, tooLarge)).rejects.toMatchObject({
      type: 'maximum-append-size-exceeded',
      maxAppendSize: 1024 * 1024,
    });
    await expect(client.appendToStream(stream, filled(5 * 1024 * 1024))).rejects.toMatchObject({
      type: 'maximum-append-size-exceeded',
    });
    expect((await client.appendToStream(stream, events(1))).nextExpectedRevision).toBe(2n);
    const sizes = (await readAllOf(client, stream)).map(({ event }) => (event?.data as Uint8Array).length);
    expect(sizes.slice(0, 2)).toEqual([half, half - 1024]);
  });

  it('takes an append of thousands of events as one', async () => {
    const { client } = given();
    const stream = newStream();
    const { nextExpectedRevision } = await client.appendToStream(stream, events(3000), {
      expectedRevision: NO_STREAM,
      batchAppendSize: 10_000,
    });
    expect(nextExpectedRevision).toBe(2999n);
    expect(numbersOf(await readAllOf(client, stream))).toEqual(upTo(3000));
  });

  it('checks the expected revision of an append without events too', async () => {
    const { client } = given();
    const stream = newStream();
    await client.appendToStream(stream, events(2));
    await expect(client.appendToStream(stream, [], { expectedRevision: NO_STREAM })).rejects.toMatchObject({
      type: 'wrong-expected-version',
    });
    expect(await client.appendToStream(stream, [], { expectedRevision: 1n })).toMatchObject({
      success: true,
    });
    expect(await readAllOf(client, stream)).toHaveLength(2);
  });
}
