import { generateKeyPairSync } from 'node:crypto';
import { Readable } from 'node:stream';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { tallyEvents } from '@kompass/testing';
import fc from 'fast-check';
import { jcs } from '../canonical.js';
import { chainHash, payloadDigest } from '../chain.js';
import type { StoredEvent } from '../stored-event.js';
import { fingerprintOf, signCheckpoint, verifyCheckpoint, type SigningKeys } from './checkpoint.js';
import { linesOf } from './proof-format.js';
import type { ProofReport } from './proof-report.js';
import { verifyProof, type VerifyOptions } from './verify-proof.js';
import { writeProof, type ProofOptions } from './write-proof.js';

const count = 5;
/** Lines of a proof of `count` events. */
const [headerLine, firstEventLine, checkpointLine] = [1, 2, count + 2];

describe('a proof', () => {
  const keys: SigningKeys = generateKeyPairSync('ed25519');
  const fingerprint = fingerprintOf(keys.publicKey);
  const origin = { log: 'log-1', stream: 'tally-roros', at: '2017-09-30T00:00:00.000Z' };
  let events: StoredEvent[];
  let file: Buffer;
  let lines: string[];

  const write = async (
    given: readonly StoredEvent[],
    options: Partial<ProofOptions> = {},
  ): Promise<Buffer> => {
    const written: string[] = [];
    for await (const line of writeProof(Readable.from(given), { ...origin, keys, ...options }))
      written.push(line);
    return Buffer.from(written.join(''));
  };
  const verify = (bytes: Uint8Array, options?: VerifyOptions): Promise<ProofReport> =>
    verifyProof(linesOf(Readable.from([bytes])), options);
  const verifyLines = (given: readonly string[], options?: VerifyOptions) => verifyProof(given, options);
  const firstFault = async (given: readonly string[], options?: VerifyOptions) => {
    const { verdict, faults } = await verifyLines(given, options);
    expect(verdict).toBe('broken');
    return faults[0];
  };
  /** The chain from `place` on made anew, as a forger would who lacks the key. */
  const forgedFrom = (place: number): StoredEvent[] => {
    let prev = events[place]!.metadata.prev;
    return events.map((event, index) => {
      if (index < place) return event;
      const forged = { ...event, data: { ...event.data, marks: 9 }, metadata: { ...event.metadata, prev } };
      prev = chainHash({ ...forged, payload: payloadDigest(forged.data) });
      return { ...forged, metadata: { ...forged.metadata, hash: prev } };
    });
  };
  const checkpointAt = (revision: number, by = keys): string => {
    const { hash } = events[revision]!.metadata;
    return jcs(signCheckpoint({ ...origin, revision, hash }, by));
  };

  beforeAll(async () => {
    events = await tallyEvents(count);
    file = await write(events);
    lines = file.toString('utf8').trimEnd().split('\n');
  });

  it('proves with the pinned key, and is only consistent without', async () => {
    expect(await verify(file, { fingerprint })).toMatchObject({
      verdict: 'proved',
      header: { log: 'log-1', stream: 'tally-roros' },
      events: count,
      withheld: 0,
      checkpoint: { revision: count - 1, hash: events.at(-1)!.metadata.hash, at: origin.at },
      fingerprint,
      faults: [],
    });
    expect(await verify(file)).toMatchObject({ verdict: 'consistent', faults: [] });
  });

  it('of another key than the pinned one is broken', async () => {
    const other = await write(events, { keys: generateKeyPairSync('ed25519') });
    expect(await verify(other)).toMatchObject({ verdict: 'consistent' });
    expect(await verify(other, { fingerprint })).toMatchObject({
      verdict: 'broken',
      faults: [{ line: checkpointLine, reason: 'key' }],
    });
  });

  it('may withhold payloads', async () => {
    const partial = await write(events, { withhold: ({ revision }) => revision % 2 === 0 });
    expect(partial.toString()).not.toContain(String(events[2]!.data['nonce']));
    expect(partial.toString()).toContain(String(events[1]!.data['nonce']));
    expect(await verify(partial, { fingerprint })).toMatchObject({ verdict: 'proved', withheld: 3 });
  });

  it('of nothing is a proof too', async () => {
    expect(await verify(await write([]), { fingerprint })).toMatchObject({ verdict: 'proved', events: 0 });
  });

  it('is read whatever way its bytes arrive', async () => {
    const byteByByte = Readable.from([...file].map((byte) => Uint8Array.of(byte)));
    expect(await verifyProof(linesOf(byteByByte), { fingerprint })).toEqual(
      await verify(file, { fingerprint }),
    );
  });

  it('shows any flipped bit, and in which line', async () => {
    const bits = fc.tuple(fc.nat(file.length - 2), fc.nat(7)); // without the end of the last line
    await fc.assert(
      fc.asyncProperty(bits, async ([place, bit]) => {
        const flipped = Buffer.from(file);
        flipped[place]! ^= 1 << bit;
        const line = file.subarray(0, place).filter((byte) => byte === 10).length + 1;
        const report = await verify(flipped, { fingerprint });
        expect(report.verdict).toBe('broken');
        expect(report.faults[0]).toMatchObject({ file: 'proof', line });
      }),
      { numRuns: 400 },
    );
  });

  it('shows a dropped line, where it is missing', async () => {
    expect(await firstFault(lines.toSpliced(0, 1))).toEqual({
      file: 'proof',
      line: headerLine,
      reason: 'misplaced',
    });
    for (let place = 0; place < count - 1; place += 1) {
      const line = firstEventLine + place;
      expect(await firstFault(lines.toSpliced(line - 1, 1))).toEqual({
        ...{ file: 'proof', line, revision: place + 1, reason: 'revision' },
      });
    }
  });

  it('shows that its end was cut off', async () => {
    const withoutLast = lines.toSpliced(count, 1);
    const line = checkpointLine - 1;
    expect(await firstFault(withoutLast)).toEqual({
      ...{ file: 'proof', line, revision: count - 1, reason: 'truncated' },
    });
    for (let kept = 1; kept < checkpointLine; kept += 1) {
      expect(await firstFault(lines.slice(0, kept))).toMatchObject({ line: kept, reason: 'truncated' });
    }
    expect(await firstFault([])).toMatchObject({ reason: 'truncated' });
  });

  it('shows swapped lines, at the first', async () => {
    const places = fc.nat(checkpointLine - 1);
    await fc.assert(
      fc.asyncProperty(places, places, async (one, other) => {
        fc.pre(one !== other);
        const swapped = lines.with(one, lines[other]!).with(other, lines[one]!);
        expect(await firstFault(swapped)).toMatchObject({ line: Math.min(one, other) + 1 });
      }),
    );
  });

  it('shows an inserted line, there or right behind', async () => {
    const places = fc.nat(checkpointLine - 1);
    await fc.assert(
      fc.asyncProperty(places, places, async (what, where) => {
        const { line } = (await firstFault(lines.toSpliced(where, 0, lines[what]!)))!;
        expect([where + 1, where + 2]).toContain(line);
      }),
    );
  });

  it('shows events after the one that was signed', async () => {
    const grown = await tallyEvents(count + 2);
    const [early, late] = await Promise.all([write(grown.slice(0, count)), write(grown)]);
    const signature = early.toString().trimEnd().split('\n').at(-1)!;
    expect(await firstFault(late.toString().trimEnd().split('\n').with(-1, signature))).toEqual({
      ...{ file: 'proof', line: checkpointLine, revision: count, reason: 'unsigned' },
    });
  });

  it('shows a chain that was made anew without the key', async () => {
    for (let place = 0; place < count; place += 1) {
      const forgery = (await write(forgedFrom(place))).toString().trimEnd().split('\n');
      expect(await firstFault(forgery.with(-1, lines.at(-1)!))).toMatchObject({
        ...{ line: checkpointLine, reason: 'rewritten' },
      });
    }
  });

  it('shows the same values in another form', async () => {
    const event = JSON.parse(lines[2]!) as Record<string, unknown>;
    const reordered = JSON.stringify(Object.fromEntries(Object.entries(event).reverse()));
    const doubled = lines[2]!.replace('"revision":1', '"revision":7,"revision":1');
    for (const text of [
      reordered,
      doubled,
      ` ${lines[2]}`,
      lines[2]!.replace('MarksPut', '\\u004darksPut'),
    ]) {
      expect(await firstFault(lines.with(2, text))).toMatchObject({ line: 3, reason: 'unreadable' });
    }
  });

  it('shows bytes that only a lenient reader would pass over', async () => {
    const [bom, line] = [Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from('\r')];
    const signature = /"signature":"(\w+)"/.exec(lines.at(-1)!)![1]!;
    const shouted = Buffer.from(file.toString().replace(signature, signature.toUpperCase()));
    const first = async (bytes: Buffer) => (await verify(bytes, { fingerprint })).faults[0];
    expect(await first(Buffer.concat([bom, file]))).toMatchObject({ line: 1, reason: 'unreadable' });
    expect(await first(shouted)).toMatchObject({ line: checkpointLine, reason: 'unreadable' });
    const end = file.indexOf('\n');
    const returned = Buffer.concat([file.subarray(0, end), line, file.subarray(end)]);
    expect(await first(returned)).toMatchObject({ line: 1, reason: 'unreadable' });
  });

  describe('against checkpoints kept elsewhere', () => {
    it('agrees with those of its own past', async () => {
      const checkpoints = [checkpointAt(1), checkpointAt(4), stand];
      expect(await verify(file, { fingerprint, checkpoints })).toMatchObject({
        verdict: 'proved',
        compared: 2,
      });
    });

    it('is found to be cut off, although it was signed again', async () => {
      const shorter = await write(events.slice(0, 3));
      expect(await verify(shorter, { fingerprint })).toMatchObject({ verdict: 'proved' });
      const report = await verify(shorter, { fingerprint, checkpoints: [checkpointAt(4)] });
      expect(report).toMatchObject({
        verdict: 'broken',
        faults: [{ line: 5, revision: 3, reason: 'truncated' }],
      });
    });

    it('is found to be rewritten, although it was signed again', async () => {
      const report = await verify(await write(forgedFrom(1)), {
        fingerprint,
        checkpoints: [checkpointAt(0), checkpointAt(2)],
      });
      expect(report).toMatchObject({
        verdict: 'broken',
        faults: [{ line: 4, revision: 2, reason: 'rewritten' }],
      });
    });

    it('does not believe those that are damaged or of another key', async () => {
      const others = generateKeyPairSync('ed25519');
      const flipped = checkpointAt(2).replace('"revision":2', '"revision":3');
      const checkpoints = [checkpointAt(1), checkpointAt(1, others), flipped, 'torn'];
      expect((await verify(file, { checkpoints })).faults).toEqual([
        { file: 'checkpoints', line: 2, reason: 'key' },
        { file: 'checkpoints', line: 3, reason: 'signature' },
        { file: 'checkpoints', line: 4, reason: 'unreadable' },
      ]);
    });

    it('is not about other streams', async () => {
      const head = { ...origin, stream: 'tally-trondheim', revision: 99, hash: 'f'.repeat(64) };
      const checkpoints = [jcs(signCheckpoint(head, keys))];
      expect(await verify(file, { fingerprint, checkpoints })).toMatchObject({
        verdict: 'proved',
        compared: 0,
      });
    });
  });

  it('has a checkpoint that only the key can make', () => {
    const head = { ...origin, revision: 1, hash: 'a'.repeat(64) };
    const checkpoint = signCheckpoint(head, keys);
    expect(verifyCheckpoint(checkpoint)).toBe(fingerprint);
    const { publicKey } = signCheckpoint(head, generateKeyPairSync('ed25519'));
    for (const change of [
      { revision: 2 },
      { at: '2018' },
      { publicKey },
      { publicKey: 'x' },
      { header: 'b'.repeat(64) },
    ]) {
      expect(verifyCheckpoint({ ...checkpoint, ...change })).toBeUndefined();
    }
  });
});

const stand = jcs({
  format: 'kompass-checkpoints/1',
  log: 'log-1',
  position: '9-9',
  at: '2017-09-30T00:00:00.000Z',
});
