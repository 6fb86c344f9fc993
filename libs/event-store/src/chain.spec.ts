import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { tallyEvents } from '@kompass/testing';
import fc from 'fast-check';
import { chainHash, chainStart, findChainFault, payloadDigest } from './chain.js';
import type { StoredEvent } from './stored-event.js';

const count = 6;
const places = fc.nat(count - 1);

describe('the chain', () => {
  let events: StoredEvent[];
  beforeAll(async () => {
    events = await tallyEvents(count);
  });

  it('is the hash that the design writes down', () => {
    const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
    const metadata = {
      ...({ schema: 1 } as const),
      ...{ request: 'r', prev: chainStart, correlationId: 'k', commandId: 'c' },
      ...{ causationId: 'x', at: '2017-09-14T08:00:00.000Z', actor: 'ola' },
    };
    const payload = sha256('{"areas":["ø"],"nonce":"n","points":7.5}');
    const rest = sha256(
      '{"actor":"ola","at":"2017-09-14T08:00:00.000Z","causationId":"x","commandId":"c","correlationId":"k","request":"r","schema":1}',
    );
    expect(payloadDigest({ points: 7.5, nonce: 'n', areas: ['ø'] })).toBe(payload);
    expect(chainHash({ stream: 's-1', revision: 0, id: 'i', type: 'T', metadata, payload })).toBe(
      sha256(`["${'0'.repeat(64)}","s-1","0","i","T","${rest}","${payload}"]`),
    );
  });

  it('of what was stored is whole', () => {
    expect(events).toHaveLength(count);
    expect(findChainFault(events)).toBeUndefined();
    expect(findChainFault([])).toBeUndefined();
  });

  it('holds where payloads are withheld, unless their digest is another', () => {
    const withheld = events.map(({ data, ...event }) => ({ ...event, payload: payloadDigest(data) }));
    expect(findChainFault(withheld)).toBeUndefined();
    withheld[3] = { ...withheld[3]!, payload: payloadDigest({}) };
    expect(findChainFault(withheld)).toEqual({ revision: 3, reason: 'hash' });
  });

  it('shows any changed value, where it was changed', () => {
    const leaves = events.map((event) => leafPaths({ ...event, position: undefined }));
    fc.assert(
      fc.property(places, fc.nat(), fc.nat(), (place, leaf, bit) => {
        const path = leaves[place]![leaf % leaves[place]!.length]!;
        const changed = events.with(place, changedAt(events[place]!, path, bit));
        expect(findChainFault(changed)?.revision).toBe(place);
      }),
    );
  });

  it('shows a dropped event, where it is missing', () => {
    for (let place = 0; place < count - 1; place += 1) {
      expect(findChainFault(events.toSpliced(place, 1))).toEqual({ revision: place, reason: 'revision' });
    }
  });

  it('shows swapped events, at the first', () => {
    fc.assert(
      fc.property(places, places, (one, other) => {
        fc.pre(one !== other);
        const swapped = events.with(one, events[other]!).with(other, events[one]!);
        expect(findChainFault(swapped)).toEqual({ revision: Math.min(one, other), reason: 'revision' });
      }),
    );
  });

  it('shows an inserted event, also one whose own hash is right', () => {
    fc.assert(
      fc.property(places, fc.string(), (place, type) => {
        const forged = { ...events[place]!, type: `${type}!` };
        const hash = chainHash({ ...forged, payload: payloadDigest(forged.data) });
        const inserted = events.toSpliced(place, 0, { ...forged, metadata: { ...forged.metadata, hash } });
        expect(findChainFault(inserted)).toEqual({ revision: place + 1, reason: 'revision' });
        const replaced = events.with(place, inserted[place]!);
        const last = place === count - 1; // the last is found against a checkpoint only
        expect(findChainFault(replaced)).toEqual(last ? undefined : { revision: place + 1, reason: 'prev' });
      }),
    );
  });

  it('shows an event of another stream', async () => {
    const others = await tallyEvents(count, 'trondheim');
    expect(findChainFault(events.with(2, others[2]!))).toEqual({ revision: 2, reason: 'stream' });
  });
});

type Path = readonly (string | number)[];

function leafPaths(value: unknown): Path[] {
  if (typeof value !== 'object' || value === null) return value === undefined ? [] : [[]];
  return Object.entries(value).flatMap(([key, part]) => leafPaths(part).map((path) => [key, ...path]));
}

function changedAt<T>(value: T, [key, ...rest]: Path, bit: number): T {
  if (key !== undefined) {
    const part = (value as Record<string, unknown>)[key];
    return { ...value, [key]: changedAt(part, rest, bit) };
  }
  if (typeof value === 'number') return (value ^ (1 << (bit % 31))) as T;
  const bytes = Buffer.from(String(value));
  bytes[(bit >> 3) % bytes.length]! ^= 1 << (bit & 7);
  return bytes.toString('latin1') as T;
}
